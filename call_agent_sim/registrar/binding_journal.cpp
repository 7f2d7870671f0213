#include "call_agent_sim/registrar/binding_journal.h"

#include <algorithm>
#include <cassert>
#include <chrono>

#include "call_agent_sim/registrar/call_agent_events.h"

namespace dialtone {
namespace {

constexpr std::string_view kNewSuffix = ".new";
// A journal is compacted when it has grown by this factor.
constexpr std::size_t kGrowth = 4;
constexpr Duration kMendingPause = std::chrono::seconds(1);

}  // namespace

BindingJournal::BindingJournal(Host& host, Flash& flash, std::string file, std::vector<Endpoint> addresses,
                               Bindings& bindings)
    : host_(host),
      flash_(flash),
      file_(std::move(file)),
      new_file_(file_ + std::string(kNewSuffix)),
      addresses_(std::move(addresses)),
      bindings_(bindings),
      strands_(host) {}

RecordContext BindingJournal::context() const { return {host_.now(), host_.wall_clock(), addresses_}; }

Task<Result<void>> BindingJournal::restore() {
  assert(changes_ == 0 && bindings_.size() == 0 && "what is kept is restored before all else");
  const Result<std::string, FlashError> journal = flash_.read(file_);
  if (!journal && journal.error() != FlashError::kMissing) co_return Failure{"cannot be read"};
  const std::string_view bytes = journal ? std::string_view(*journal) : std::string_view();
  const std::string header = header_line();
  if (!bytes.starts_with(header) && !header.starts_with(bytes)) co_return Failure{"not a file of bindings"};
  const std::size_t sound = bytes.size() < header.size() ? 0 : header.size() + replay(bytes.substr(header.size()));
  size_bytes_ = first_size_bytes_ = sound;
  if (sound == 0 || sound < bytes.size()) {
    co_await write_new_file();
    co_await change_over();
  }
  bindings_.tell(*this);
  if (failing_) co_return Failure{"cannot be written"};
  co_return Result<void>();
}

std::size_t BindingJournal::replay(std::string_view journal) {
  const RecordContext now = context();
  // The key is the address of record and the contact; the number is the order of addition.
  std::map<std::pair<std::string, std::string>, std::pair<std::size_t, Binding>> last;
  std::size_t sound = 0;
  for (;;) {
    const std::size_t end = journal.find('\n', sound);
    if (end == std::string_view::npos) break;
    Result<BindingRecord> record = parse_record(journal.substr(sound, end - sound), now);
    if (!record) break;
    sound = end + 1;
    std::pair name(record->address_of_record, record->binding.contact);
    if (record->removed) {
      last.erase(name);
    } else {
      const auto entry = last.try_emplace(std::move(name), sound, Binding()).first;
      entry->second.second = std::move(record->binding);
    }
  }
  std::map<std::size_t, std::pair<std::string_view, Binding*>> in_order;
  for (auto& [name, entry] : last)
    in_order.emplace(entry.first, std::pair(std::string_view(name.first), &entry.second));
  for (auto& [order, each] : in_order) bindings_.restore(each.first, std::move(*each.second));
  return sound;
}

std::string BindingJournal::snapshot() const {
  const RecordContext now = context();
  std::string text = header_line();
  for (const BoundContact& each : bindings_.all()) {
    const Binding* const binding = bindings_.find(each.address_of_record, each.contact);
    assert(binding != nullptr);
    append_record(text, now, each.address_of_record, *binding);
  }
  return text;
}

void BindingJournal::on_bound(std::string_view address_of_record, const Binding& binding) {
  std::string line;
  append_record(line, context(), address_of_record, binding);
  note_change(line);
}

void BindingJournal::on_unbound(std::string_view address_of_record, const Binding& binding) {
  std::string line;
  append_removal(line, address_of_record, binding.contact);
  note_change(line);
}

void BindingJournal::note_change(std::string_view line) {
  waiting_ += line;
  if (renewal_ != Renewal::kNone) since_renewal_ += line;
  ++changes_;
  changed_.notify();
}

Task<void> BindingJournal::written() {
  const std::uint64_t mine = changes_;
  while (written_changes_ < mine) co_await Wait(written_, kNever, "the flash to keep a binding");
}

Task<void> BindingJournal::write_all() {
  for (;;) {
    if (renewal_ == Renewal::kReady || renewal_ == Renewal::kFailed) {
      co_await change_over();
    } else if (damaged_) {
      co_await mend();
    } else if (!waiting_.empty()) {
      co_await append_waiting();
    } else {
      co_await Wait(changed_, kNever, "a change to keep");
    }
  }
}

// Waiting lines are dropped, because a new file will contain all bindings of that moment.
Task<void> BindingJournal::mend() {
  if (renewal_ == Renewal::kNone && host_.now() >= mended_next_) {
    mended_next_ = host_.now() + kMendingPause;
    co_await write_new_file();
    co_return;
  }
  waiting_.clear();
  note_written(changes_);
  co_await Wait(changed_, renewal_ == Renewal::kNone ? mended_next_ : kNever, "a new file of bindings");
}

Task<void> BindingJournal::append_waiting() {
  assert(!waiting_.empty());
  assert(!damaged_ && "nothing is written after half a line");
  const std::string lines = std::exchange(waiting_, {});
  const std::uint64_t upto = changes_;
  const Result<void, FlashError> kept = co_await flash_.append(file_, lines);
  note_outcome(kept.ok());
  damaged_ = !kept;
  size_bytes_ += lines.size();
  note_written(upto);
  if (!damaged_ && renewal_ == Renewal::kNone && size_bytes_ > std::max(kSmallBytes, kGrowth * first_size_bytes_)) {
    strands_.spawn("new journal", write_new_file());
  }
}

Task<void> BindingJournal::write_new_file() {
  assert(renewal_ == Renewal::kNone && "one new file at a time");
  renewal_ = Renewal::kUnderWay;
  since_renewal_.clear();
  const std::string text = snapshot();
  const Result<void, FlashError> kept = co_await flash_.write(new_file_, text);
  assert(renewal_ == Renewal::kUnderWay);
  renewal_ = kept ? Renewal::kReady : Renewal::kFailed;
  // If writing the file failed, the next attempt comes when the journal has grown again.
  first_size_bytes_ = kept ? text.size() : size_bytes_;
  changed_.notify();
}

// Nothing is appended to the old file meanwhile: waiting lines go to the new one.
Task<void> BindingJournal::change_over() {
  assert(renewal_ == Renewal::kReady || renewal_ == Renewal::kFailed);
  const std::string lines = std::exchange(since_renewal_, {});
  const std::uint64_t upto = changes_;
  const bool ready = renewal_ == Renewal::kReady;
  renewal_ = Renewal::kNone;
  if (!ready) {
    note_outcome(false);
    co_return;
  }
  waiting_.clear();
  const Result<void, FlashError> appended = co_await flash_.append(new_file_, lines);
  const bool kept = appended && flash_.rename(new_file_, file_);
  note_outcome(kept);
  if (!kept) {
    waiting_.insert(0, lines);
    co_return;
  }
  damaged_ = false;
  size_bytes_ = first_size_bytes_ + lines.size();
  note_written(upto);
}

void BindingJournal::note_written(std::uint64_t upto) {
  assert(written_changes_ <= upto && "what was written stays so");
  assert(upto <= changes_);
  written_changes_ = upto;
  written_.notify();
}

void BindingJournal::note_outcome(bool kept) {
  if (!kept && !failing_) host_.record(call_agent_events::BindingsNotKept{.file = file_});
  failing_ = !kept;
}

}  // namespace dialtone
