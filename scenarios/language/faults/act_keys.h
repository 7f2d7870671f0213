// The keys below the words of each act (act_table.h). The describe() of an act lists them word by word.
#pragma once

#include <functional>
#include <string_view>

#include "scenarios/language/faults/act_table.h"
#include "scenarios/language/keys/keys.h"

namespace dialtone {

// Given to the describe() of an act: passes on only those words of the act that the caller wants and that the target
// allows.
template <typename Act>
class ActKeys {
 public:
  // A word in the act's row of the table. Any other word does not compile.
  struct RowWord {
    consteval RowWord(const char* word) : text(word) {
      bool is_known = false;
      for (const ActWord& own : row_of<Act>().traits.words) is_known = is_known || own.key.name == text;
      if (!is_known) throw "the act's row has no such word";
    }
    std::string_view text;
  };
  using Wants = std::function<bool(const ActWord& word)>;

  // `wants` returns true for each word that is wanted.
  ActKeys(Keys& keys, TargetKind target, Wants wants) : keys_(keys), target_(target), wants_(std::move(wants)) {}

  TargetKind target() const { return target_; }
  template <typename Describe>
  void under(RowWord word, const Describe& describe) const {
    for (const ActWord& own : row_of<Act>().traits.words) {
      if (own.key.name == word.text && own.targets.has(target_) && wants_(own)) describe(keys_, own.key);
    }
  }

 private:
  Keys& keys_;
  TargetKind target_;
  Wants wants_;
};

void describe(const ActKeys<PowerAction>& on, PowerAction& act);
void describe(const ActKeys<PauseAction>& on, PauseAction& act);
void describe(const ActKeys<ClockAction>& on, ClockAction& act);
void describe(const ActKeys<DriftAction>& on, DriftAction& act);
void describe(const ActKeys<ResetAction>& on, ResetAction& act);
void describe(const ActKeys<FlashAction>& on, FlashAction& act);
void describe(const ActKeys<NameAction>& on, NameAction& act);
void describe(const ActKeys<ChangeAction>& on, ChangeAction& act);
void describe(const ActKeys<NotifyAction>& on, NotifyAction& act);
void describe(const ActKeys<ForgetAction>& on, ForgetAction& act);
void describe(const ActKeys<RegistrarChange>& on, RegistrarChange& act);
void describe(const ActKeys<DatabaseAction>& on, DatabaseAction& act);
void describe(const ActKeys<PacketAction>& on, PacketAction& act);
void describe(const ActKeys<ServerAction>& on, ServerAction& act);
void describe(const ActKeys<QuirkAction>& on, QuirkAction& act);
void describe(const ActKeys<ProfileAction>& on, ProfileAction& act);
void describe(const ActKeys<IdentityAction>& on, IdentityAction& act);
void describe(const ActKeys<CredentialsAction>& on, CredentialsAction& act);
void describe(const ActKeys<BusyAction>& on, BusyAction& act);
void describe(const ActKeys<AddressAction>& on, AddressAction& act);

}  // namespace dialtone
