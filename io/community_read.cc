// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "graph/parallel.h"
#include "io/block_stream.h"
#include "io/community_assembler.h"
#include "io/community_file.h"
#include "io/crc32c.h"

namespace pullgraph {
namespace {

absl::Status Damaged(uint64_t offset, absl::string_view why) {
  return absl::DataLossError(absl::StrCat("byte ", offset, ": ", why,
                                          "\nthe file is damaged or not whole; fetch or make it again"));
}

// The index must tell of blocks that lie end to end, in order of kind, with rows that do the same
// within a kind, and not more rows than bytes could hold.
absl::Status CheckPlaces(const std::vector<BlockPlace>& places, uint64_t index_offset) {
  uint64_t rows = 0;
  for (size_t i = 0; i < places.size(); ++i) {
    const uint64_t end = i + 1 < places.size() ? places[i + 1].offset : index_offset;
    const bool begins = i == 0 || places[i].kind != places[i - 1].kind;
    rows = begins ? 0 : rows;
    if (end <= places[i].offset || (i == 0 && places[i].offset != 0) ||
        places[i].first_row != rows || (i > 0 && places[i].kind < places[i - 1].kind) ||
        (places[i].kind == v1::BLOCK_KIND_TARGETS &&
         places[i].rows > kMaxExpansion * (end - places[i].offset))) {
      return Damaged(places[i].offset, "the index contradicts itself");
    }
    rows += places[i].rows;
  }
  return absl::OkStatus();
}

// Offset of the index, which is where the last block ends.
absl::StatusOr<uint64_t> IndexOffset(std::string_view file) {
  const uint64_t trailer_at = file.size() - TrailerBytes();
  const absl::StatusOr<StoredBlock> trailer = ReadBlock(file.substr(trailer_at), trailer_at, true);
  if (!trailer.ok()) return trailer.status();
  std::string buffer;
  v1::TrailerBlock message;
  if (absl::Status s = ParsePayload(*trailer, buffer, message); !s.ok()) return s;
  return message.index_offset();
}

// Reads places[begin, end), all TARGETS, in parallel.
absl::Status ReadTargets(std::string_view file, absl::Span<const BlockPlace> places,
                         uint64_t index_offset, const RunControl* run,
                         CommunityAssembler& assembler) {
  uint64_t arcs = 0;
  for (const BlockPlace& place : places) arcs += place.rows;
  if (absl::Status s = assembler.ReserveTargets(arcs); !s.ok()) return s;
  const int threads = ThreadsOf(run);
  std::vector<TargetScratch> scratch(static_cast<size_t>(threads));
  std::vector<absl::Status> faults(places.size());
  ParallelForWorker(threads, static_cast<int64_t>(places.size()), 1,
                    [&](int worker, int64_t begin, int64_t) {
    const auto i = static_cast<size_t>(begin);
    const uint64_t end = i + 1 < places.size() ? places[i + 1].offset : index_offset;
    const uint64_t at = places[i].offset;
    const absl::StatusOr<StoredBlock> block = ReadBlock(file.substr(at, end - at), at, true);
    if (!block.ok()) {
      faults[i] = block.status();
    } else if (block->end != end || block->kind != v1::BLOCK_KIND_TARGETS) {
      faults[i] = Damaged(at, "a block is not where the index says");
    } else {
      faults[i] = assembler.AcceptTargets(*block, places[i].first_row, places[i].rows,
                                          scratch[static_cast<size_t>(worker)]);
    }
  });
  for (absl::Status& fault : faults) {
    if (!fault.ok()) return std::move(fault);
  }
  assembler.SetTargetsDone();
  return CheckCancelled(run);
}

}  // namespace

absl::StatusOr<CommunityGraph> ParseCommunity(std::string_view file, const RunControl* run,
                                              FileFingerprint* fingerprint) {
  if (file.empty()) return Damaged(0, "the file is empty");
  const absl::StatusOr<std::vector<BlockPlace>> places = ReadIndex(file);
  if (!places.ok()) return places.status();
  const absl::StatusOr<uint64_t> index_offset = IndexOffset(file);
  if (!index_offset.ok()) return index_offset.status();
  if (absl::Status s = CheckPlaces(*places, *index_offset); !s.ok()) return s;
  CommunityAssembler assembler;
  assembler.SetInput(file.size());
  for (size_t i = 0; i < places->size();) {
    const BlockPlace& place = (*places)[i];
    size_t next = i + 1;
    if (place.kind == v1::BLOCK_KIND_TARGETS) {
      while (next < places->size() && (*places)[next].kind == place.kind) ++next;
      const uint64_t end = next < places->size() ? (*places)[next].offset : *index_offset;
      absl::Status s = ReadTargets(file, absl::MakeConstSpan(*places).subspan(i, next - i), end,
                                   run, assembler);
      if (!s.ok()) return s;
      i = next;
      continue;
    }
    if (absl::Status s = CheckCancelled(run); !s.ok()) return s;
    const uint64_t end = next < places->size() ? (*places)[next].offset : *index_offset;
    const absl::StatusOr<StoredBlock> block =
        ReadBlock(file.substr(place.offset, end - place.offset), place.offset, true);
    if (!block.ok()) return block.status();
    const absl::StatusOr<BlockPlace> found = assembler.Accept(*block);
    if (!found.ok()) return found.status();
    if (*found != place || block->end != end) {
      return Damaged(place.offset, "a block is not what the index says");
    }
    i = next;
  }
  if (fingerprint != nullptr) {
    fingerprint->bytes = file.size();
    fingerprint->crc32c = Crc32c(file);
  }
  return assembler.Finish(ThreadsOf(run));
}

namespace {

// Blocks of a stream as they come, and what they say of one another.
class StreamReader {
 public:
  using Read = absl::FunctionRef<absl::StatusOr<size_t>(char*, size_t)>;
  StreamReader(Read read, const RunControl* run) : read_(read), run_(run) {}

  absl::StatusOr<CommunityGraph> Run(FileFingerprint* fingerprint) {
    for (;;) {
      if (absl::Status s = CheckCancelled(run_); !s.ok()) return s;
      const std::string_view rest = std::string_view(buffer_).substr(used_);
      StoredBlock block;
      if (!rest.empty()) {
        absl::StatusOr<StoredBlock> got = ReadBlock(rest, offset_, at_end_);
        if (!got.ok()) return got.status();
        block = *got;
      }
      if (block.kind == v1::BLOCK_KIND_UNSPECIFIED) {
        if (block.end != 0) return Damaged(offset_, "a block without a kind");
        if (at_end_) break;
        if (absl::Status s = Fill(); !s.ok()) return s;
        continue;
      }
      if (absl::Status s = Take(block); !s.ok()) return s;
      used_ += block.end - offset_;
      offset_ = block.end;
    }
    if (offset_ == 0) return Damaged(0, "the file is empty");
    if (!trailer_seen_) {
      return Damaged(offset_, "the stream ends before its trailer: it is truncated");
    }
    if (fingerprint != nullptr) {
      fingerprint->bytes = offset_;
      fingerprint->crc32c = crc_;
    }
    return assembler_.Finish(ThreadsOf(run_));
  }

 private:
  // Drops what was taken and reads on.
  absl::Status Fill() {
    constexpr size_t kStep = size_t{1} << 20;
    buffer_.erase(0, used_);
    used_ = 0;
    const size_t held = buffer_.size();
    buffer_.resize(held + kStep);
    const absl::StatusOr<size_t> got = read_(buffer_.data() + held, kStep);
    if (!got.ok()) return got.status();
    buffer_.resize(held + *got);
    at_end_ = *got == 0;
    crc_ = Crc32c(std::string_view(buffer_).substr(held), crc_);
    return absl::OkStatus();
  }

  absl::Status Take(const StoredBlock& block) {
    if (trailer_seen_) return Damaged(offset_, "bytes behind the trailer");
    if (block.kind == v1::BLOCK_KIND_TRAILER) return TakeTrailer(block);
    if (block.kind == v1::BLOCK_KIND_INDEX && !index_seen_) return TakeIndex(block);
    assembler_.SetInput(block.end);
    const absl::StatusOr<BlockPlace> place = assembler_.Accept(block);
    if (!place.ok()) return place.status();
    places_.push_back(*place);
    return absl::OkStatus();
  }

  absl::Status TakeTrailer(const StoredBlock& block) {
    std::string scratch;
    v1::TrailerBlock trailer;
    if (absl::Status s = ParsePayload(block, scratch, trailer); !s.ok()) return s;
    trailer_seen_ = true;
    if (!index_seen_ || trailer.magic() != kFileMagic || trailer.blocks() != places_.size() + 2) {
      return Damaged(offset_, "the trailer is faulty");
    }
    return absl::OkStatus();
  }

  absl::Status TakeIndex(const StoredBlock& block) {
    std::string scratch;
    v1::IndexBlock index;
    if (absl::Status s = ParsePayload(block, scratch, index); !s.ok()) return s;
    const absl::StatusOr<std::vector<BlockPlace>> said = PlacesOf(index);
    if (!said.ok()) return said.status();
    if (*said != places_) return Damaged(offset_, "the index tells of other blocks than came");
    index_seen_ = true;
    return absl::OkStatus();
  }

  Read read_;
  const RunControl* run_;
  std::string buffer_;
  size_t used_ = 0;      // Bytes of `buffer_` already taken.
  uint64_t offset_ = 0;  // Of buffer_[used_] in the stream.
  bool at_end_ = false;
  uint32_t crc_ = 0;
  CommunityAssembler assembler_;
  std::vector<BlockPlace> places_;
  bool trailer_seen_ = false;
  bool index_seen_ = false;
};

}  // namespace

absl::StatusOr<CommunityGraph> ReadCommunityStream(
    absl::FunctionRef<absl::StatusOr<size_t>(char*, size_t)> read, const RunControl* run,
    FileFingerprint* fingerprint) {
  return StreamReader(read, run).Run(fingerprint);
}

}  // namespace pullgraph
