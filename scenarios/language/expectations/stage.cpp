#include "scenarios/language/expectations/stage.h"

#include <cstdlib>

namespace dialtone {

std::string_view to_text(Stage stage) {
  switch (stage) {
    case Stage::kBoot: return "boot.duration";
    case Stage::kProvision: return "provision.duration";
    case Stage::kRegistration: return "registration.duration";
    case Stage::kLifecycle: return "lifecycle.duration";
  }
  std::abort();
}

}  // namespace dialtone
