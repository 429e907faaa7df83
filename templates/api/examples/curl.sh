curl --silent --fail --get "{{ beginning }}statements/" \
  --data status=broken --data fields=said_on,speaker,claim --data page_size=10
