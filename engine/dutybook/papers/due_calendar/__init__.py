"""到期日历, due dates as a calendar to subscribe to."""
