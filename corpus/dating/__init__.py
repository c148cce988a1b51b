"""Text -> the days, dates and periods of time in it, in six calendars and many languages."""
