"""Files that know who speaks -> text with its labels marked: subtitles, debates in XML, tables."""
