#include "values/command_line.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace dialtone {
namespace {

Result<CommandLine> parse(const std::vector<std::string>& arguments) {
  return CommandLine::parse(arguments, {{"database"}, {"listen", true}, {"max-document"}},
                            [](const std::string& name) -> std::optional<std::string> {
                              if (name == "DIALTONE_MAX_DOCUMENT") return "1000";
                              if (name == "DIALTONE_DATABASE") return "environment.db";
                              return std::nullopt;
                            });
}

TEST(CommandLine, TakesOptionsAndWordsInAnyOrder) {
  Result<CommandLine> line = parse({"a", "--listen", "x:1", "--database=b=c", "-", "--listen", "y:2", "--", "--d"});
  ASSERT_TRUE(line) << line.error().reason;
  EXPECT_EQ(line->words(), (std::vector<std::string>{"a", "-", "--d"}));
  EXPECT_EQ(*line->find("database"), "b=c");
  EXPECT_EQ(line->all("listen"), (std::vector<std::string>{"x:1", "y:2"}));
}

TEST(CommandLine, LooksInTheEnvironmentForWhatIsNotGiven) {
  Result<CommandLine> line = parse({});
  ASSERT_TRUE(line);
  EXPECT_EQ(*line->find("database"), "environment.db");
  EXPECT_EQ(*line->find("max-document"), "1000");
  EXPECT_EQ(line->find("listen"), nullptr);
  EXPECT_EQ(*parse({"--database", "given.db"})->find("database"), "given.db");
}

TEST(CommandLine, RefusesWhatItDoesNotKnow) {
  const auto reason = [](const std::vector<std::string>& arguments) {
    Result<CommandLine> line = parse(arguments);
    return line ? "" : line.error().reason;
  };
  EXPECT_EQ(reason({"--port", "1"}), "unknown option '--port'");
  // 10 D22
  EXPECT_EQ(reason({"-database", "1"}), "unknown option '-database'; did you mean '--database'?");
  EXPECT_EQ(reason({"--database"}), "option '--database' lacks its value");
  EXPECT_EQ(reason({"--database", "1", "--database=2"}), "option '--database' is given twice");
}

}  // namespace
}  // namespace dialtone
