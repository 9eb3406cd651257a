"""What whoever runs Renaksi sees of it: logs, measurements, signs of life."""
