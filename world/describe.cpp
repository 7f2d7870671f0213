#include "world/describe.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

#include "values/readable_duration.h"

namespace dialtone {
namespace {

// Strands of one kind that wait for the same thing.
struct AlikeStrands {
  const Strand* first;
  std::size_t count;
  // The earliest end of the group's waits, by the world's clock.
  Moment end;
};

// Returns the name without the address or number that distinguishes strands of one kind.
std::string_view kind_of(const Strand& strand) {
  const std::string_view name = strand.name();
  const std::size_t space = name.rfind(' ');
  const bool is_numbered = space != std::string_view::npos && name.find_first_of("0123456789", space) != name.npos;
  return is_numbered ? name.substr(0, space) : name;
}

// The groups of a host's strands, ordered by the oldest strand of each.
std::vector<AlikeStrands> groups_of(const Host& host) {
  const List<Strand>& strands = host.scope().strands();
  std::vector<AlikeStrands> groups;
  std::map<std::pair<std::string_view, std::string_view>, std::size_t> known;
  for (const Strand* strand = strands.front(); strand != nullptr; strand = strands.after(strand)) {
    const StrandWait* wait = strand->waits().front();
    const Moment end = wait == nullptr ? kNever : host.end_of(*wait);
    const std::string_view what = wait == nullptr ? std::string_view() : wait->what;
    const auto [place, is_new] = known.emplace(std::pair(kind_of(*strand), what), groups.size());
    if (is_new) {
      groups.push_back({strand, 1, end});
    } else {
      AlikeStrands& group = groups[place->second];
      ++group.count;
      group.end = std::min(group.end, end);
    }
  }
  return groups;
}

void describe_group(std::ostream& out, const AlikeStrands& group, Moment now) {
  const bool is_one = group.count == 1;
  const StrandWait* wait = group.first->waits().front();
  out << "  " << group.first->name();
  if (!is_one) out << " and " << group.count - 1 << " like it";
  if (wait == nullptr) {
    out << (is_one ? " is running\n" : " are running\n");
    return;
  }
  out << (is_one ? " awaits " : " await ") << wait->what;
  if (group.end == kNever) {
    out << ", for ever\n";
    return;
  }
  out << (is_one ? ", until " : ", the first until ") << readable_duration(group.end - Moment{}) << " (in "
      << readable_duration(group.end - now) << ")\n";
}

}  // namespace

void describe_hosts(std::ostream& out, const std::vector<const Host*>& hosts, std::size_t most) {
  std::size_t shown = 0;
  std::size_t powered = 0;
  for (const Host* host : hosts) {
    if (!host->powered()) continue;
    if (++powered > most) continue;
    ++shown;
    out << host->name() << (host->paused() ? " (paused)\n" : "\n");
    for (const AlikeStrands& group : groups_of(*host)) describe_group(out, group, host->world_now());
  }
  if (powered > shown) out << "... and " << powered - shown << " more hosts\n";
}

}  // namespace dialtone
