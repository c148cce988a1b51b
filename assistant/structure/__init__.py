"""Question -> what documents tell by their structure: who, when, how many, whole lists."""
