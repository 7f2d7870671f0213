#include "world/events/service_log.h"

#include <string_view>

#include "world/events/event_line.h"
#include "world/events/host_events.h"

namespace dialtone {

void ServiceLog::record(const RecordedEvent& event) {
  if (event.is<host_events::ServerStarted>()) {
    ready_ << "listening " << event.text(fields::kProtocol) << ' ' << event.text(fields::kEndpoint) << std::endl;
    if (!ready_ && lost_) lost_();
  }
  if (events_ == nullptr) return;
  line_.clear();
  append_event_line(line_, event);
  *events_ << line_ << std::flush;
}

}  // namespace dialtone
