// Keeps the bindings in a file of the host's flash, so that they survive a restart and a power cut at any byte: a
// journal of changes, one per line, which is compacted when it has grown. Records bindings.not_kept when the flash
// fails, and continues.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "call_agent_sim/registrar/binding_record.h"
#include "call_agent_sim/registrar/bindings.h"
#include "protocol/strand_group.h"
#include "values/result.h"
#include "world/flash.h"
#include "world/host.h"

namespace dialtone {

class BindingJournal : public BindingsObserver {
 public:
  // A journal below this size is never compacted.
  static constexpr std::size_t kSmallBytes = 256 * 1024;

  // All arguments must outlive the journal. `addresses` is where the registrar listens.
  BindingJournal(Host& host, Flash& flash, std::string file, std::vector<Endpoint> addresses, Bindings& bindings);

  // Restores the bindings from the file, subscribes to further changes, and cuts off a damaged end of the file. Fails
  // on a file that is something else or cannot be read. Call once, before anything else.
  Task<Result<void>> restore();
  // Writes changes as they come; never returns.
  Task<void> write_all();
  // Waits until all changes so far are in the file, or cannot be written.
  Task<void> written();

  void on_bound(std::string_view address_of_record, const Binding& binding) override;
  void on_unbound(std::string_view address_of_record, const Binding& binding) override;

 private:
  enum class Renewal : std::uint8_t { kNone, kUnderWay, kReady, kFailed };

  RecordContext context() const;
  // Restores the bindings of the whole lines at the front; returns the length of these lines.
  std::size_t replay(std::string_view journal);
  std::string snapshot() const;
  void note_change(std::string_view line);
  Task<void> append_waiting();
  // Called after a failed append, which may have left half a line, after which nothing could be read: writes a new
  // file, or waits until the next attempt.
  Task<void> mend();
  // Writes a new file next to the old one, which stays until the new one is complete.
  Task<void> write_new_file();
  Task<void> change_over();
  void note_outcome(bool kept);
  // Notes that the changes up to that one are in the file or cannot be written.
  void note_written(std::uint64_t upto);

  Host& host_;
  Flash& flash_;
  std::string file_;
  std::string new_file_;
  std::vector<Endpoint> addresses_;
  Bindings& bindings_;
  // `waiting_`: changes that are not in a file yet. `since_renewal_`: changes that a new file, being written, lacks.
  std::string waiting_;
  std::string since_renewal_;
  std::uint64_t changes_ = 0;
  std::uint64_t written_changes_ = 0;
  // The size of the file, and its size after the last compaction.
  std::size_t size_bytes_ = 0;
  std::size_t first_size_bytes_ = 0;
  Renewal renewal_ = Renewal::kNone;
  bool failing_ = false;
  // True if the file may end in half a line.
  bool damaged_ = false;
  Moment mended_next_{};
  Signal changed_;
  Signal written_;
  StrandGroup strands_;
};

}  // namespace dialtone
