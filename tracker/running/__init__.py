"""The process tree: the embedded database, readers, scheduler and web, started and stopped as one."""
