"""What every answer tells the browser, whoever gave it: a page, a file, a redirect or an error."""

FEATURES_OFF = (
    "accelerometer",
    "autoplay",
    "camera",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "geolocation",
    "gyroscope",
    "hid",
    "identity-credentials-get",
    "idle-detection",
    "local-fonts",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "picture-in-picture",
    "publickey-credentials-create",
    "publickey-credentials-get",
    "screen-wake-lock",
    "serial",
    "storage-access",
    "sync-xhr",
    "usb",
    "xr-spatial-tracking",
)

EVERYWHERE = {
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in FEATURES_OFF),
    "Cross-Origin-Resource-Policy": "same-origin",
    # Django's SecurityMiddleware sets these three as well, but not on what it answers itself.
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


def with_headers(get_response):
    """Middleware, the outermost: adds what is missing, so that a view may say otherwise for its own answer."""

    def answer(request):
        response = get_response(request)
        for name, value in EVERYWHERE.items():
            response.setdefault(name, value)
        return response

    return answer
