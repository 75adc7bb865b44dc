#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Reads a community file itself, block by block, and prints each member and whom it is tied to.

  protoc -I "$(pkg-config --variable=protodir pullgraph)" --python_out=. pullgraph/v1/blocks.proto
  PYTHONPATH=. python3 reader.py team.pull
"""  # Needs python3-protobuf, python3-zstandard, python3-crc32c and protobuf-compiler.
import itertools, struct, sys

import crc32c, zstandard
from pullgraph.v1 import blocks_pb2 as pb


def blocks(data):
    at = kind = 0
    while at < len(data):
        end = next(i for i in range(at, len(data)) if data[i] < 0x80) + 1
        length = sum((byte & 0x7F) << 7 * i for i, byte in enumerate(data[at:end]))
        at, block = end + length, pb.Block.FromString(data[end:end + length])
        kind, raw = block.kind, block.payload
        head = struct.pack("<IIQ", kind, block.codec, block.raw_size)
        assert crc32c.crc32c(head + raw) == block.crc32c, "the file is damaged"
        if block.codec == pb.CODEC_ZSTD:
            raw = zstandard.ZstdDecompressor().decompress(raw, max_output_size=block.raw_size)
        name = pb.BlockKind.Name(kind).split("_")[2].title() + "Block"  # MembersBlock, ...
        yield getattr(pb, name).FromString(raw)
    assert kind == pb.BLOCK_KIND_TRAILER, "the file is cut short"


members, degrees, targets = [], [], []
for block in blocks(open(sys.argv[1], "rb").read()):
    assert getattr(block, "format_version", 1) == 1, "the file is newer than this program"
    if isinstance(block, pb.MembersBlock):
        ends = itertools.accumulate(block.id.length)
        members += (block.id.text[e - n:e].decode() for n, e in zip(block.id.length, ends))
    elif isinstance(block, pb.DegreesBlock):
        degrees += block.degree
    elif isinstance(block, pb.TargetsBlock):
        targets += block.target or itertools.accumulate(block.target_delta)
arcs = iter(targets)
for member, degree in zip(members, degrees):
    print(member, *(members[target] for target in itertools.islice(arcs, degree)))
