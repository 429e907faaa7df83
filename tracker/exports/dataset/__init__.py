"""The whole public record as files: tables with their types and keys, people and offices, checksums."""
