import json
from urllib.request import urlopen

address = "{{ beginning }}statements/?status=broken&fields=said_on,speaker,claim"
while address:
    with urlopen(address) as answer:
        piece = json.load(answer)
    for statement in piece["results"]:
        print(statement["said_on"], statement["speaker"], statement["claim"])
    address = piece["next"]
