#include "world/describe.h"

namespace dialtone {

void describe_hosts(std::ostream& out, const std::vector<const Host*>& hosts, std::size_t most) {
  std::size_t shown = 0;
  std::size_t powered = 0;
  for (const Host* host : hosts) {
    if (!host->powered()) continue;
    if (++powered > most) continue;
    ++shown;
    out << host->name() << '\n';
    const List<Strand>& strands = host->scope().strands();
    for (const Strand* strand = strands.front(); strand != nullptr; strand = strands.after(strand)) {
      const StrandWait* wait = strand->waits().front();
      out << "  " << strand->name();
      if (wait == nullptr) {
        out << " is running\n";
        continue;
      }
      out << " awaits " << wait->what;
      if (wait->deadline == kNever) {
        out << ", for ever\n";
      } else {
        out << ", until " << to_text(wait->deadline - Moment{}) << " (in " << to_text(wait->deadline - host->now())
            << ")\n";
      }
    }
  }
  if (powered > shown) out << "... and " << powered - shown << " more hosts\n";
}

}  // namespace dialtone
