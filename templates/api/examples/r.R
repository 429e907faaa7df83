library(jsonlite)

address <- "{{ beginning }}statements/?status=broken&fields=said_on,speaker,claim"
while (!is.null(address)) {
  piece <- fromJSON(address)
  print(piece$results)
  address <- piece[["next"]]
}
