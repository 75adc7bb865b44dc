#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes a community record by record: Row messages, each after its length as a varint.

  protoc -I "$(pkg-config --variable=protodir pullgraph)" --python_out=. \
      pullgraph/v1/rows.proto pullgraph/v1/vocabulary.proto
  PYTHONPATH=. python3 producer.py | pullgraph import rows - -o team.pull
"""  # Needs python3-protobuf and protobuf-compiler.
import sys

from pullgraph.v1 import rows_pb2, vocabulary_pb2

DAY = 86_400_000_000  # Times are microseconds since 1970, UTC.


def write(row):
    data = row.SerializeToString()
    length = len(data)
    while length > 0x7F:  # Seven bits a byte, the low ones first; the last has no high bit.
        sys.stdout.buffer.write(bytes([length & 0x7F | 0x80]))
        length >>= 7
    sys.stdout.buffer.write(bytes([length]) + data)


def main():
    write(rows_pb2.Row(community=rows_pb2.Community(name="team", producer="producer.py")))
    for name in ["ada", "bob", "cy"]:
        write(rows_pb2.Row(member=rows_pb2.Member(id=name, display_name=name.title())))
    for day, (source, target) in enumerate([("ada", "bob"), ("bob", "cy")], start=20_000):
        write(rows_pb2.Row(tie=rows_pb2.Tie(
            **{"from": source}, to=target, kind=vocabulary_pb2.TIE_KIND_MESSAGED, at=[day * DAY])))
    write(rows_pb2.Row(signal=rows_pb2.Signal(
        member="cy", object_kind=vocabulary_pb2.OBJECT_KIND_RESOURCE, object="handbook",
        kind=vocabulary_pb2.SIGNAL_KIND_VIEW, at=20_002 * DAY)))


if __name__ == "__main__":
    main()
