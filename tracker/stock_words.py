"""What Django and allauth say on our pages and have not translated, or not so that it fits here: for translators.

Nothing here is called. A string that stands in our own catalogue is said as it is there, whoever says it; and stays
there because it is read here. What their scripts say is in `djangojs.po`, beside the catalogue.
"""

from django.utils.translation import gettext_noop as _
from django.utils.translation import ngettext_lazy

# --- lists and forms of the desk (django.contrib.admin)
_("Add")
_("Add %(name)s")
_("Add another %(model)s")
_("Add another %(verbose_name)s")
_("Change selected %(model)s")
_("Delete selected %(model)s")
_("View selected %(model)s")
_("Delete selected %(verbose_name_plural)s")
_("Delete")
_("Delete?")
_("Go")
_("Lookup")
_("Save")
_("Save and add another")
_("Save and continue editing")
_("Save and view")
_("Save as new")
_("Show all")
_("Filter")
_("Clear all filters")
_("Start typing to filter…")
_("Select %s")
_("Select %s to change")
_("Select %s to view")
_("Select this object for an action - {}")
_("Select all objects on this page for an action")
_("Click here to select the objects across all pages")
_("Run the selected action")
_("0 of %(cnt)s selected")
ngettext_lazy("%(total_count)s selected", "All %(total_count)s selected", "total_count")
ngettext_lazy("%(counter)s result", "%(counter)s results", "counter")
_("%(full_result_count)s total")
_("No, take me back")
_("Hold down “Control”, or “Command” on a Mac, to select more than one.")

# --- what the desk says when something was done
_("The {name} “{obj}” was added successfully.")
_("You may edit it again below.")
_("The {name} “{obj}” was added successfully. You may add another {name} below.")
_("The {name} “{obj}” was changed successfully.")
_("The {name} “{obj}” was changed successfully. You may edit it again below.")
_("The {name} “{obj}” was changed successfully. You may add another {name} below.")
_("The %(name)s “%(obj)s” was deleted successfully.")
_("%(name)s with ID “%(key)s” doesn’t exist. Perhaps it was deleted?")
_("Added “%(object)s”.")
_("Changed “%(object)s” — %(changes)s")
_("Deleted “%(object)s.”")
_("Added {name} “{object}”.")
_("Changed {fields} for {name} “{object}”.")
_("Deleted {name} “{object}”.")

# --- accounts (django.contrib.auth)
_("After you’ve created a user, you’ll be able to edit more user options.")
_("Password-based authentication")
_("Enabled")
_("Disabled")
_(
    "Whether the user will be able to authenticate using a password or not. If disabled, they may still be able to"
    " authenticate using other backends, such as Single Sign-On or LDAP."
)
_("Password-based authentication was disabled.")
_("Conflicting form data submitted. Please try again.")
_("Reset password")
_("Set password")
_("Set password: %s")
_("Change password")
_("Change password: %s")
_("Raw passwords are not stored, so there is no way to see the user’s password.")
_("Enable password-based authentication for this user by setting a password.")
_("Enter a new password for the user <strong>%(username)s</strong>.")
_("Enter the same password as before, for verification.")
_("user")
_("algorithm")
_("iterations")
_("salt")
_("hash")
_("Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.")
_("Designates that this user has all permissions without explicitly assigning them.")
_("Designates whether this user should be treated as active. Unselect this instead of deleting accounts.")
ngettext_lazy(
    "This password is too short. It must contain at least %d character.",
    "This password is too short. It must contain at least %d characters.",
)
ngettext_lazy(
    "Your password must contain at least %(min_length)d character.",
    "Your password must contain at least %(min_length)d characters.",
    "min_length",
)

# --- signing in (allauth)
_("Authenticator code")
_("Code")
_("Incorrect code.")
_("Use your password")
_("Use authenticator app or code")
_("The password reset token was invalid.")
