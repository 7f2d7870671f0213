// Keeps the bindings in a file of the host's flash, so that they are there again after a restart, a power cut in the
// middle of anything included: a journal of changes, each a line, that is written anew without the past when it has
// grown. It records bindings.not_kept when the flash fails, and goes on without.
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
  // A journal below this size is never written anew.
  static constexpr std::size_t kSmallBytes = 256 * 1024;

  // All outlive it. `addresses` is where the registrar listens.
  BindingJournal(Host& host, Flash& flash, std::string file, std::vector<Endpoint> addresses, Bindings& bindings);

  // Restores what the file holds, tells the bindings to be told of what changes from now on, and cuts a damaged tail
  // off the file. Fails on a file that is something else, or cannot be read. Once, before all else.
  Task<Result<void>> restore();
  // Writes changes as they come, for ever.
  Task<void> write_all();
  // Waits until the changes so far are in the file, or cannot be.
  Task<void> written();

  void on_bound(std::string_view address_of_record, const Binding& binding) override;
  void on_unbound(std::string_view address_of_record, const Binding& binding) override;

 private:
  enum class Renewal : std::uint8_t { kNone, kUnderWay, kReady, kFailed };

  RecordContext context() const;
  // Restores what the whole lines at the front say, and returns how many bytes those are.
  std::size_t replay(std::string_view journal);
  std::string snapshot() const;
  void note_change(std::string_view line);
  Task<void> append_waiting();
  // After an append that failed, which may have left half a line behind which nothing would be read again: a new file,
  // or a pause until the next attempt.
  Task<void> mend();
  // Writes a new file beside the old one, which lives on until then.
  Task<void> write_new_file();
  Task<void> change_over();
  void note_outcome(bool kept);
  // The changes up to that one are in the file, or cannot be.
  void note_written(std::uint64_t upto);

  Host& host_;
  Flash& flash_;
  std::string file_;
  std::string new_file_;
  std::vector<Endpoint> addresses_;
  Bindings& bindings_;
  // Changes that are in no file yet, and those that the new file lacks.
  std::string waiting_;
  std::string since_renewal_;
  std::uint64_t changes_ = 0;
  std::uint64_t written_changes_ = 0;
  // Of the file, and of the file when it was new.
  std::size_t size_bytes_ = 0;
  std::size_t first_size_bytes_ = 0;
  Renewal renewal_ = Renewal::kNone;
  bool failing_ = false;
  // Whether the file may end in half a line.
  bool damaged_ = false;
  Moment mended_next_{};
  Signal changed_;
  Signal written_;
  StrandGroup strands_;
};

}  // namespace dialtone
