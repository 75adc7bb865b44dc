# Links of our pages such as work in a folder of HTML: those to files that are no pages become
# plain words, and places within other pages the page.
/^```/ { fenced = !fenced }
fenced { print; next }
{
  rest = $0
  line = ""
  while (match(rest, /\[[^][]*\]\([^() ]*\)/)) {
    link = substr(rest, RSTART, RLENGTH)
    line = line substr(rest, 1, RSTART - 1)
    rest = substr(rest, RSTART + RLENGTH)
    split_at = index(link, "](")
    words = substr(link, 2, split_at - 2)
    target = substr(link, split_at + 2, length(link) - split_at - 2)
    if (target ~ /^https?:/ || target ~ /^#/) {
      line = line link
    } else if (target ~ /\.md(#.*)?$/) {
      sub(/#.*/, "", target)
      line = line "[" words "](" target ")"
    } else {
      line = line words
    }
  }
  line = line rest
  gsub(/file:line/, "file<b></b>:line", line)  # It would be an address.
  # A quotation mark would end the code.
  n = split(line, parts, "`")
  for (i = 2; i <= n; i += 2) if (parts[i] ~ /'/) parts[i] = "`" parts[i] "`"
  line = parts[1]
  for (i = 2; i <= n; ++i) line = line "`" parts[i]
  gsub(/@[a-z]/, "\\\\&", line)  # It would be a command.
  print line
}
