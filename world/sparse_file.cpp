#include "world/sparse_file.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace dialtone {
namespace {

std::size_t copy_text(std::string_view text, std::uint64_t offset, std::span<char> into) {
  assert(offset <= text.size());
  return text.copy(into.data(), into.size(), static_cast<std::size_t>(offset));
}

}  // namespace

// --- a range ---

std::uint64_t SparseFile::Range::size() const {
  const std::string* const text = std::get_if<std::string>(&bytes);
  return text != nullptr ? text->size() : std::get<GeneratedBytes>(bytes).size;
}

SparseFile::Range SparseFile::Range::from(std::uint64_t at) const {
  assert(begin < at && at < end());
  const std::string* const text = std::get_if<std::string>(&bytes);
  if (text != nullptr) return {at, text->substr(static_cast<std::size_t>(at - begin))};
  return {at, std::get<GeneratedBytes>(bytes).part(at - begin, size())};
}

void SparseFile::Range::cut(std::uint64_t at) {
  assert(begin < at && at < end());
  if (std::string* const text = std::get_if<std::string>(&bytes)) {
    text->resize(static_cast<std::size_t>(at - begin));
  } else {
    std::get<GeneratedBytes>(bytes).size = at - begin;
  }
}

bool SparseFile::Range::join(const Range& next) {
  if (end() != next.begin || bytes.index() != next.bytes.index()) return false;
  if (std::string* const text = std::get_if<std::string>(&bytes)) {
    *text += std::get<std::string>(next.bytes);
    return true;
  }
  GeneratedBytes& own = std::get<GeneratedBytes>(bytes);
  const GeneratedBytes& others = std::get<GeneratedBytes>(next.bytes);
  if (!own.goes_on_with(others)) return false;
  own.size += others.size;
  return true;
}

// --- SparseFile ---

std::size_t SparseFile::read(std::uint64_t offset, std::span<char> into) const {
  if (offset >= size()) return 0;
  if (ranges_ == nullptr) return copy_text(text_, offset, into);
  const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(size() - offset, into.size()));
  std::fill_n(into.begin(), count, '\0');
  const std::uint64_t end = offset + count;
  auto range = first_that_ends_after(offset);
  for (; range != ranges_->all.end() && range->begin < end; ++range) {
    const std::uint64_t from = std::max(offset, range->begin);
    const std::span<char> room = into.first(count).subspan(static_cast<std::size_t>(from - offset));
    const std::string* const text = std::get_if<std::string>(&range->bytes);
    if (text != nullptr) {
      copy_text(*text, from - range->begin, room);
    } else {
      std::get<GeneratedBytes>(range->bytes).copy(from - range->begin, room);
    }
  }
  return count;
}

std::string SparseFile::read() const {
  if (ranges_ == nullptr) return text_;
  std::string all(static_cast<std::size_t>(size()), '\0');
  read(0, all);
  return all;
}

std::size_t SparseFile::memory_bytes() const {
  if (ranges_ == nullptr) return text_.size();
  std::size_t bytes = sizeof *ranges_;
  for (const Range& range : ranges_->all) {
    const std::string* const text = std::get_if<std::string>(&range.bytes);
    bytes += sizeof range + (text == nullptr ? 0 : text->size());
  }
  return bytes;
}

void SparseFile::assign(std::string_view bytes) {
  ranges_.reset();
  text_.assign(bytes);
  text_.shrink_to_fit();
}

void SparseFile::write(std::uint64_t offset, const FileBytes& bytes) {
  if (bytes.size() == 0) return;
  const std::string_view* const text = bytes.text();
  if (ranges_ == nullptr && text != nullptr && offset <= text_.size()) {
    const auto replaced = static_cast<std::size_t>(std::min<std::uint64_t>(text_.size() - offset, text->size()));
    text_.replace(static_cast<std::size_t>(offset), replaced, *text);
    return;
  }
  if (ranges_ == nullptr) {
    ranges_ = std::make_unique<Ranges>(Ranges{.size = text_.size()});
    if (!text_.empty()) ranges_->all.push_back({0, std::exchange(text_, {})});
  }
  const std::uint64_t end = offset + bytes.size();
  if (text != nullptr && overwrite(offset, *text)) return;
  std::vector<Range>& all = ranges_->all;
  const auto at = static_cast<std::ptrdiff_t>(clear(offset, end));
  auto added = all.insert(all.begin() + at, Range{offset, {}});
  assert(added == all.begin() || std::prev(added)->end() <= offset);
  assert(std::next(added) == all.end() || std::next(added)->begin >= end);
  if (text != nullptr) {
    added->bytes = std::string(*text);
  } else {
    added->bytes = *bytes.generated();
  }
  if (added != all.begin() && std::prev(added)->join(*added)) added = std::prev(all.erase(added));
  if (std::next(added) != all.end() && added->join(*std::next(added))) all.erase(std::next(added));
  ranges_->size = std::max(ranges_->size, end);
  assert(text_.empty() && ranges_->size >= all.back().end());
}

bool SparseFile::overwrite(std::uint64_t offset, std::string_view text) {
  const auto found = first_that_ends_after(offset);
  if (found == ranges_->all.end() || found->begin > offset || offset + text.size() > found->end()) return false;
  std::string* const own = std::get_if<std::string>(&found->bytes);
  if (own == nullptr) return false;
  text.copy(own->data() + (offset - found->begin), text.size());
  return true;
}

std::vector<SparseFile::Range>::iterator SparseFile::first_that_ends_after(std::uint64_t offset) const {
  const auto ends_before = [](const Range& range, std::uint64_t at) { return range.end() <= at; };
  return std::lower_bound(ranges_->all.begin(), ranges_->all.end(), offset, ends_before);
}

std::size_t SparseFile::clear(std::uint64_t begin, std::uint64_t end) {
  std::vector<Range>& all = ranges_->all;
  auto first = first_that_ends_after(begin);
  if (first != all.end() && first->begin < begin) {
    if (first->end() > end) first = std::prev(all.insert(std::next(first), first->from(end)));
    first->cut(begin);
    ++first;
  }
  auto last = first;
  while (last != all.end() && last->end() <= end) ++last;
  if (last != all.end() && last->begin < end) *last = last->from(end);
  return static_cast<std::size_t>(all.erase(first, last) - all.begin());
}

}  // namespace dialtone
