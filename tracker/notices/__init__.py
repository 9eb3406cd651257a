"""What people are told without asking: reminders of deadlines, what came back, what is asked of them."""
