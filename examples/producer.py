#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes a community record by record: Row messages, each after its length as a varint.

  protoc -I "$(pkg-config --variable=protodir pullgraph)" --python_out=. \
      pullgraph/v1/rows.proto pullgraph/v1/vocabulary.proto
  PYTHONPATH=. python3 producer.py | pullgraph import rows - -o team.pull
"""  # Needs python3-protobuf and protobuf-compiler.
import sys

from pullgraph.v1 import rows_pb2 as rows, vocabulary_pb2 as words

DAY = 86_400_000_000  # Times are microseconds since 1970, UTC.


def write(**row):
    data = rows.Row(**row).SerializeToString()
    length = len(data)
    while length > 0x7F:  # Seven bits a byte, the low ones first; the last has no high bit.
        sys.stdout.buffer.write(bytes([length & 0x7F | 0x80]))
        length >>= 7
    sys.stdout.buffer.write(bytes([length]) + data)


def main():
    write(community=rows.Community(name="team", producer="producer.py"))
    for name in ["ada", "bob", "cy"]:
        write(member=rows.Member(id=name, display_name=name.title()))
    for day, (source, target) in enumerate([("ada", "bob"), ("bob", "cy")], start=20_000):
        write(tie=rows.Tie(
            **{"from": source}, to=target, kind=words.TIE_KIND_MESSAGED, at=[day * DAY]))
    write(topic=rows.Topic(id="welcome", name="First steps"))
    write(market=rows.Market(id="shop", name="Our shop"))
    write(membership=rows.Membership(
        market="shop", member="ada", status=words.MARKET_STATUS_CUSTOMER))
    write(resource=rows.Resource(id="handbook", title="The handbook", topics=["welcome"]))
    write(signal=rows.Signal(member="cy", object_kind=words.OBJECT_KIND_RESOURCE, object="handbook",
                             kind=words.SIGNAL_KIND_VIEW, at=20_002 * DAY))
    write(touch=rows.Touch(member="bob", resource="handbook", channel="e-mail",
                           sent_at=20_003 * DAY, outcome=words.TOUCH_OUTCOME_OPENED))


if __name__ == "__main__":
    main()
