"""What hosting Dateline takes past one process; docs/deploy.md tells how."""
