// The keys of a fault (fault.h): for whom and when it is, what it is about, and what it does.
#pragma once

#include "scenarios/language/faults/act_table.h"
#include "scenarios/language/faults/fault.h"
#include "scenarios/language/keys/keys.h"

namespace dialtone {

inline constexpr Key kTarget =
    Key("target", "A group, `devices` for all of them, a server, a proxy or a NAT.", "homes").required();
inline constexpr Key kWhen{"when", "What it waits for, in place of a time of its own.", "{ event: settings.stored }"};
inline constexpr Key kMatch{"match", "What it is about; what is left out matches all.", "{ share: 5% }"};
inline constexpr Key kDo = Key("do", "What is done to the target.", "{ drop: tcp }").required();

// All keys of a fault that is made, as a plan has them.
void describe(Keys& keys, Fault& fault);

// Those parts that are read one after the other, as each says which others there can be.
//
// `match`: the keys that the fault's act takes; a path is of HTTP only.
void describe_match(Keys& keys, FaultMatch& match, const MatchKeys& takes, bool has_path = true);
// `when`: an event, or a write to a device's flash.
void describe_event(Keys& keys, Trigger& trigger);
void describe_write(Keys& keys, Trigger& trigger);
// The time of what happens at once; and what only devices have of it.
void describe_moment(Keys& keys, Fault& fault);
void describe_spread(Keys& keys, Fault& fault);
// The time of what lasts: its own, or from when an event opens it.
void describe_window(Keys& keys, Fault& fault);
void describe_length(Keys& keys, Fault& fault);
// Which of a group's devices it is about.
void describe_share(Keys& keys, Fault& fault);

}  // namespace dialtone
