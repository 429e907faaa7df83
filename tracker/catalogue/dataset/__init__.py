"""Every table of the public record: what its columns mean and which rows anybody may see. The files of the whole
record and the API both read them here."""
