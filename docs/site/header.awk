# Makes the comments of our headers such as Doxygen reads: // becomes ///, what stands behind a
# declaration ///<, and TIES, COST, ERRORS, SOURCE titles of paragraphs of their own.

# Characters that mean something to Doxygen but nothing in our comments.
function plain(text) {
  gsub(/\\/, "\\\\", text)
  gsub(/[<>@#%&]/, "\\\\&", text)
  gsub(/::AID/, "\\::AID", text)  # Of some dois.
  gsub(/file:line/, "file<b></b>:line", text)  # It would be an address.
  return text
}

# One line of a comment; `before` stands before its text.
function comment(before, text) {
  if (match(text, /^ *(TIES|COST|ERRORS|SOURCE|REQUIRES|CONCURRENCY): ?/)) {
    label = substr(text, 1, RLENGTH)
    rest = substr(text, RLENGTH + 1)
    gsub(/[ :]/, "", label)
    print before " \\par " label
    print before " " plain(rest)
  } else {
    print before plain(text)
  }
}

BEGIN { head = 1 }

# What is private is nobody's contract. The label stands one blank further in than the brace.
match($0, /^ *private:/) { closing = sprintf("%*s};", RLENGTH - 9, ""); next }
closing != "" && $0 != closing { next }
closing != "" { closing = "" }
# Doxygen lists friends, and links to them, where it has no place for them.
{ sub(/^ *friend /, "  static ") }
/^ *static .*= default;/ { next }

head && /^\/\// {  # What the file is for.
  if ($0 ~ /SPDX/) { print ""; next }
  if (!named) { print "/// \\file"; named = 1 }
  comment("///", substr($0, 3))
  next
}
head && named { print "" }
{ head = 0 }

/^[ \t]*\/\// {
  at = index($0, "//")
  comment(substr($0, 1, at - 1) "///", substr($0, at + 2))
  next
}

# Two blanks before it: no address within a text.
match($0, /[;,{})]  ?\/\/ /) {
  print substr($0, 1, RSTART) " ///<" plain(substr($0, RSTART + RLENGTH - 1))
  next
}

{ print }
