// The keys of a fault (fault.h): target, time, match, and act.
#pragma once

#include "scenarios/language/faults/act_table.h"
#include "scenarios/language/faults/fault.h"
#include "scenarios/language/faults/match_keys.h"
#include "scenarios/language/keys/keys.h"

namespace dialtone {

inline constexpr Key kTarget =
    Key("target", "A group, one of its devices, `devices` for all groups, a server, a proxy or a NAT.", "homes")
        .required();
inline constexpr Key kWhen{"when", "Instead of a time: the event that starts it.", "{ event: settings.stored }"};
inline constexpr Key kDo = Key("do", "What is done to the target.", "{ drop: tcp }").required();

// All keys of a complete fault, as they are in a plan.
void describe(Keys& keys, Fault& fault);

// The keys part by part. The reader reads one part after the other, because each decides which others may follow.
//
// The two forms of `when`: an event, or a write to a device's flash.
void describe_event(Keys& keys, Trigger& trigger);
void describe_write(Keys& keys, Trigger& trigger);
// The keys for the time of a fault at a moment; `spread` is for groups only.
void describe_moment(Keys& keys, Fault& fault);
void describe_spread(Keys& keys, Fault& fault);
// describe_window(): `from` and `until`. describe_length(): `for`, the length of a window with a trigger.
void describe_window(Keys& keys, Fault& fault);
void describe_length(Keys& keys, Fault& fault);

}  // namespace dialtone
