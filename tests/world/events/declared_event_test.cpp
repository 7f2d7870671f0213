// Values that do not fit an event's declaration do not compile; the others are recorded in the order of the
// declaration.
#include "world/events/declared_event.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "world/events/record.h"

namespace dialtone {
namespace {

using std::chrono::seconds;

constexpr DeclaredField kLabel{"label", FieldKind::kText, "a text"};
constexpr DeclaredField kCount{"count", FieldKind::kNumber, "a number"};
constexpr DeclaredField kPause{"pause", FieldKind::kDuration, "a duration"};
constexpr DeclaredField kDone{"done", FieldKind::kTruth, "a truth"};

struct Declared;

struct Everything {
  static constexpr EventOf<Declared> kEvent{"all.there", EventSource::kDevice, "with a field of each kind"};
  Required<kLabel> label;
  Optional<kCount> count;
  Required<kPause> pause;
  Optional<kDone> done;
};

struct WithoutFields {
  static constexpr EventOf<Declared> kEvent{"nothing.there", EventSource::kProxy | EventSource::kRun, "without fields"};
};

struct Declared : EventList<Everything, WithoutFields> {};

struct Forgotten {
  static constexpr EventOf<Declared> kEvent{"never.listed", EventSource::kDevice, "in no list"};
};

template <typename Member, typename Given>
constexpr bool kTakes = std::is_convertible_v<Given, Member>;

static_assert(kTakes<Required<kLabel>, const char*> && kTakes<Required<kLabel>, std::string>);
static_assert(!kTakes<Required<kLabel>, int> && !kTakes<Required<kLabel>, std::nullopt_t>);
static_assert(kTakes<Required<kCount>, std::uint64_t>);
static_assert(!kTakes<Required<kCount>, bool> && !kTakes<Required<kCount>, Duration> &&
              !kTakes<Required<kCount>, const char*> && !kTakes<Required<kCount>, double>);
static_assert(kTakes<Required<kPause>, seconds> && !kTakes<Required<kPause>, int>);
static_assert(kTakes<Required<kDone>, bool> && !kTakes<Required<kDone>, int> && !kTakes<Required<kDone>, const char*>);
static_assert(kTakes<Optional<kPause>, std::optional<Duration>> && kTakes<Optional<kPause>, std::nullopt_t>);
static_assert(!kTakes<Optional<kDone>, std::optional<int>>);
static_assert(!std::is_default_constructible_v<Required<kLabel>>);

static_assert(ListedEvent<Everything> && ListedEvent<WithoutFields> && !ListedEvent<Forgotten>);

std::string text_of(std::span<const Field> fields) {
  std::string text;
  for (const Field& field : fields) {
    text += std::string(field.key) + '=';
    text += field.kind == Field::Kind::kText ? std::string(field.text) : std::to_string(field.integer);
    text += ' ';
  }
  return text;
}

TEST(DeclaredEvent, IsRecordedInTheOrderOfItsDeclaration) {
  const Everything all{.label = "x", .count = 2, .pause = seconds(3), .done = true};
  EXPECT_EQ(text_of(FieldsOf<Everything>(all).span()), "label=x count=2 pause=3000000000 done=1 ");
}

TEST(DeclaredEvent, LeavesOutWhatIsNotThere) {
  const Everything some{.label = "x", .count = {}, .pause = seconds(3), .done = std::nullopt};
  EXPECT_EQ(text_of(FieldsOf<Everything>(some).span()), "label=x pause=3000000000 ");
  EXPECT_TRUE(FieldsOf<WithoutFields>(WithoutFields{}).span().empty());
}

TEST(DeclaredEvent, StandsInItsListWithWhatItsStructSays) {
  ASSERT_EQ(Declared::kForms.size(), 2U);
  const EventForm& form = Declared::kForms[0];
  EXPECT_EQ(form.event->name, "all.there");
  ASSERT_EQ(form.fields.size(), 4U);
  EXPECT_EQ(form.fields[0].field, &kLabel);
  EXPECT_FALSE(form.fields[0].is_optional);
  EXPECT_EQ(form.fields[3].field, &kDone);
  EXPECT_TRUE(form.fields[3].is_optional);
  const Sources& sources = Declared::kForms[1].event->sources;
  EXPECT_TRUE(sources.has(EventSource::kProxy) && sources.has(EventSource::kRun));
  EXPECT_FALSE(sources.has(EventSource::kDevice));
}

}  // namespace
}  // namespace dialtone
