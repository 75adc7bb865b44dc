#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Reads rows one by one and counts them: lines of JSON, or Row messages after their lengths.

  protoc -I "$(pkg-config --variable=protodir pullgraph)" --python_out=. \
      pullgraph/v1/rows.proto pullgraph/v1/vocabulary.proto
  pullgraph cat team.pull | PYTHONPATH=. python3 consumer.py
"""  # Needs python3-protobuf and protobuf-compiler.
import collections
import sys

from google.protobuf import json_format, text_format
from pullgraph.v1 import rows_pb2


def rows(stream):
    if stream.peek(2)[:2] == b'{"':  # Lines of JSON.
        yield from (json_format.Parse(line, rows_pb2.Row()) for line in stream)
    while byte := stream.read(1):
        length, shift = byte[0] & 0x7F, 7
        while byte[0] > 0x7F:  # Seven bits a byte, the low ones first; the last has no high bit.
            byte = stream.read(1)
            length |= (byte[0] & 0x7F) << shift
            shift += 7
        data = stream.read(length)
        if len(data) < length:
            sys.exit("consumer.py: the last row is not whole")
        yield rows_pb2.Row.FromString(data)


def main():
    counts = collections.Counter()
    for row in rows(sys.stdin.buffer):
        counts[row.WhichOneof("row")] += 1
        print(text_format.MessageToString(row, as_one_line=True))
    print(*(f"{kind}: {count}" for kind, count in counts.items()), sep=", ")


if __name__ == "__main__":
    main()
