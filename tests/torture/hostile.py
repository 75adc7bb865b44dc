# SPDX-License-Identifier: Apache-2.0
"""Community files that no program of ours writes, all checksums right: blocks that are moved,
doubled, dropped, empty or too many, counts that promise what is not there, rows of one byte."""
import random
import struct

import crc32c
import zstandard
from pullgraph.v1 import blocks_pb2 as pb

import command

NAMES = {k: pb.BlockKind.Name(k).split("_")[2].title() + "Block" for k in range(1, 15)}


def varint(n):
    """A number as protobuf writes it."""
    out = bytearray()
    while n > 0x7F:
        out.append(n & 0x7F | 0x80)
        n >>= 7
    return bytes(out) + bytes([n])


def blocks(data):
    """[(kind, message)] of a file."""
    at, found = 0, []
    while at < len(data):
        end = at
        while data[end] >= 0x80:
            end += 1
        length = sum((byte & 0x7F) << 7 * i for i, byte in enumerate(data[at:end + 1]))
        block = pb.Block.FromString(data[end + 1:end + 1 + length])
        at = end + 1 + length
        raw = block.payload
        if block.codec == pb.CODEC_ZSTD:
            raw = zstandard.ZstdDecompressor().decompress(raw, max_output_size=block.raw_size)
        found.append((block.kind, getattr(pb, NAMES[block.kind]).FromString(raw)))
    return found


def stored(kind, raw, compress):
    """A block with its length and a right checksum."""
    payload, codec = raw, pb.CODEC_NONE
    if compress:
        payload, codec = zstandard.ZstdCompressor(level=19).compress(raw), pb.CODEC_ZSTD
    head = struct.pack("<IIQ", kind, codec, len(raw))
    # As our writer orders the fields, all of them written.
    block = b"\x08" + varint(kind) + b"\x10" + varint(codec) + b"\x19" + struct.pack("<Q", len(raw)) + b"\x25" + struct.pack(
        "<I", crc32c.crc32c(head + payload)) + b"\x2a" + varint(len(payload)) + payload
    return varint(len(block)) + block


def rows_of(kind, message):
    """How many rows a block has, as its reader counts them."""
    if kind == pb.BLOCK_KIND_HEADER:
        return 1
    for field in ("id", "value"):
        if hasattr(message, field) and hasattr(getattr(message, field), "length"):
            return len(getattr(message, field).length)
    if kind == pb.BLOCK_KIND_TIES:
        return message.rows
    for field in ("degree", "target", "target_delta", "status", "at", "sent_at"):
        if hasattr(message, field) and len(getattr(message, field)) > 0:
            return len(getattr(message, field))
    return 0


def written(parts, *, compress=False, index_edit=None, raw_edit=None):
    """The file of these blocks, with an index and a trailer that fit them."""
    out, places, rows = bytearray(), [], {}
    for kind, message in parts:
        if kind in (pb.BLOCK_KIND_INDEX, pb.BLOCK_KIND_TRAILER):
            continue
        raw = message.SerializeToString() if not isinstance(message, bytes) else message
        count = rows_of(kind, message) if not isinstance(message, bytes) else 0
        places.append([kind, len(out), rows.get(kind, 0), count])
        rows[kind] = rows.get(kind, 0) + count
        out += stored(kind, raw, compress and kind != pb.BLOCK_KIND_HEADER)
    if index_edit:
        index_edit(places)
    index = pb.IndexBlock()
    for kind, offset, first, count in places:
        index.kind.append(kind)
        index.offset.append(offset)
        index.first_row.append(first)
        index.rows.append(count)
    begin = len(out)
    out += stored(pb.BLOCK_KIND_INDEX, index.SerializeToString(), False)
    trailer = pb.TrailerBlock()
    trailer.magic, trailer.index_offset, trailer.blocks = 0x50554C4C47525048, begin, len(places) + 2
    out += stored(pb.BLOCK_KIND_TRAILER, trailer.SerializeToString(), False)
    return bytes(out)


def header_of(parts):
    """The header among the blocks."""
    return next(m for k, m in parts if k == pb.BLOCK_KIND_HEADER)


def one_byte_rows(parts, rng):
    """Signals, strings or lists whose rows take a byte or less each, packed."""
    n = rng.choice((1_000_000, 4_000_000))
    header = header_of(parts)
    what = rng.randrange(3)
    # As much noise as keeps it below the most that a block may unpack to.
    noise = [0] * n
    for at in range(0, n, rng.choice((100, 200, 400))):
        noise[at] = rng.randrange(100)
    if what == 0:
        block = pb.SignalsBlock(member=noise, object_kind=[1] * n, object=[0] * n, kind=[1] * n, at=[0] * n)
        header.signals = n
        parts = [(k, m) for k, m in parts if k != pb.BLOCK_KIND_SIGNALS] + [(pb.BLOCK_KIND_SIGNALS, block)]
    elif what == 1:
        block = pb.StringsBlock()
        block.value.length.extend([0] * n)
        block.value.text = bytes(rng.randrange(256) for _ in range(n // 200))
        block.value.length[n - 1] = n // 200
        header.strings = n
        parts = [(k, m) for k, m in parts if k != pb.BLOCK_KIND_STRINGS]
        parts.insert(1, (pb.BLOCK_KIND_STRINGS, block))
    else:
        block = pb.TouchesBlock(member=noise, resource=[0] * n, sent_at=[0] * n)
        header.touches = n
        parts = [(k, m) for k, m in parts if k != pb.BLOCK_KIND_TOUCHES] + [(pb.BLOCK_KIND_TOUCHES, block)]
    parts.sort(key=lambda p: p[0])
    return written(parts, compress=True)


def promises(parts, rng):
    """Counts in the header and the index far above what is there."""
    most = rng.choice((1 << 20, 1 << 28, (1 << 32) - 2, 1 << 40, (1 << 64) - 1))
    if rng.random() < .5:
        field = rng.choice(("members", "resources", "topics", "markets", "arcs", "memberships", "signals", "touches", "strings"))
        setattr(header_of(parts), field, most)
        return written(parts)

    def edit(places):
        place = rng.choice(places)
        place[rng.choice((2, 3))] = most

    return written(parts, index_edit=edit)


def moved(parts, rng):
    """Blocks dropped, doubled, swapped, repeated."""
    at, other = rng.randrange(len(parts)), rng.randrange(len(parts))
    what = rng.randrange(4)
    if what == 0:
        del parts[at]
    elif what == 1:
        parts.insert(other, parts[at])
    elif what == 2:
        parts[at], parts[other] = parts[other], parts[at]
    else:
        parts[at:at] = [parts[at]] * 2000
    return written(parts, compress=rng.random() < .5)


def overlapping(parts, rng):
    """An index whose blocks lie over each other, or outside."""

    def edit(places):
        a, b = rng.choice(places), rng.choice(places)
        a[1] = rng.choice((b[1], b[1] + 1, 1 << 40, (1 << 64) - 1, 0))

    return written(parts, index_edit=edit)


def dangling(parts, rng):
    """Numbers of rows that are not there, times out of range, numbers that are none."""
    kind, message = rng.choice([p for p in parts if p[0] not in (pb.BLOCK_KIND_INDEX, pb.BLOCK_KIND_TRAILER, pb.BLOCK_KIND_HEADER)])
    fields = [f for f in message.DESCRIPTOR.fields if f.label == f.LABEL_REPEATED and len(getattr(message, f.name)) > 0]
    if fields:
        field = rng.choice(fields)
        values = getattr(message, field.name)
        worst = [2**32 - 1, 2**31, 10**6] if "int" not in str(field.cpp_type) and field.cpp_type == field.CPPTYPE_UINT32 else None
        if field.cpp_type in (field.CPPTYPE_FLOAT, field.CPPTYPE_DOUBLE):
            worst = [float("nan"), float("inf"), -1.0, 1e38]
        elif field.cpp_type == field.CPPTYPE_INT64:
            worst = [2**63 - 1, -2**63, 0]
        elif worst is None:
            worst = [2**31 - 1, 0]
        at = rng.randrange(len(values))
        if rng.random() < .3:
            del values[at]
        else:
            values[at] = rng.choice(worst)
    del kind
    return written(parts)


def bombs(parts, rng):
    """Much in little: zeros in each codec, nothing of ours behind them."""
    del parts
    size = rng.choice((10, 100, 1000)) << 20
    zeros = b"\0" * (1 << 20)
    compressor = zstandard.ZstdCompressor(level=3).compressobj()
    out = bytearray()
    for _ in range(size >> 20):
        out += compressor.compress(zeros)
    out += compressor.flush()
    return bytes(out)


KINDS = (one_byte_rows, promises, moved, overlapping, dangling, bombs)


def made(kind, path, seed):
    """The file of one kind, from a community file; for a process of its own, since a child is
    charged with the memory of who starts it."""
    return KINDS[kind](blocks(path.read_bytes()), random.Random(seed))


def trial(world, rng, ratios, maker):
    """One such file, one verb."""
    kind = rng.randrange(len(KINDS))
    make = KINDS[kind]
    data = maker.submit(made, kind, rng.choice(world.communities), rng.randrange(1 << 48)).result()
    folder = world.case("hostile")
    (folder / "x.pull").write_bytes(data)
    words = rng.choice((["info"], ["validate"], ["cat", "--limit", "3"], ["rank"], ["trajectory"]))
    piped = rng.random() < .3
    o = command.run([words[0], "-" if piped else "x.pull", *words[1:]], cwd=folder, stdin=folder / "x.pull" if piped else None)
    ratios.append(((o.peak_kb - command.BASE_KB) * 1024 / (64 * len(data) + (64 << 20)), make.__name__, o.line()))
    found = command.faults(o)
    if words[0] in ("info", "validate", "cat"):
        found += command.memory_fault(o, len(data))
    return [(f"{make.__name__}: {f}", o.line() + (" < x.pull" if piped else ""), folder) for f in found]
