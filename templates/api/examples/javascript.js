let address = "{{ beginning }}statements/?status=broken&fields=said_on,speaker,claim";
while (address) {
  const piece = await (await fetch(address)).json();
  for (const { said_on, speaker, claim } of piece.results) {
    console.log(said_on, speaker, claim);
  }
  address = piece.next;
}
