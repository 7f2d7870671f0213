// tools/mutants in a small separate tree: what it refuses, and which mutants it reports as survivors. Also checks this
// tree's lists: each mutant fits its source.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/build_paths.h"
#include "tests/tools/command.h"
#include "tests/tools/folder.h"
#include "tests/tools/tool_tree.h"

namespace dialtone {
namespace {

using testing::AllOf;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

// A stand-in for cmake that compiles everything as one executable if it has changed.
constexpr char kCompiler[] = R"sh(#!/bin/sh
[ "$1" = --build ] || exit 0
mkdir -p build/release/bin
[ -z "$(find values -newer build/release/bin/values_test 2>&1)" ] && exit 0
clang++-19 -std=c++20 -I. values/*.cpp -o build/release/bin/values_test
)sh";

// A test executable that understands the options of gtest that tools/mutants uses.
constexpr char kTest[] = R"(#include <unistd.h>

#include <string_view>

int number(int);
int limit();
int calls();

int main(int count, char** words) {
  bool lists = false;
  for (int i = 1; i < count; ++i) {
    const std::string_view word = words[i];
    lists = lists || word == "--gtest_list_tests";
    if (word == "--gtest_filter=Nothing.*") return 0;
    for (int test = 0; word == "--gtest_filter=Many.*" && test < 61; ++test) __builtin_printf("  Another\n");
  }
  if (lists) return __builtin_printf("Number.\n  IsRight\n") < 0;
  while (number(3) != 3) pause();
  return number(4) == 4 && limit() == 7 && calls() > 0 ? 0 : 1;
}
)";

constexpr char kSource[] = R"(// A number.
constexpr int kLimit = 7;

int calls_seen = 0;
void note() { ++calls_seen; }

int number(int n) { return n < 5 ? n : 0; }
int limit() { return kLimit; }
int calls() {
  note();
  note();
  return calls_seen;
}
)";

std::string mutant(const std::string& name, const std::string& text, const std::string& with,
                   const std::string& more = "") {
  return name + "\n  in    values/number.cpp\n  text  " + text + "\n  with  " + with +
         "\n  test  values_test Number.*\n  why   a slip\n" + more + "\n";
}

std::string mutant_of(const std::string& filter) {
  std::string text = mutant("comparison", "n < 5", "n < 4");
  return text.replace(text.find("Number.*"), 8, filter);
}

class Mutants : public ToolTree {
 protected:
  Mutants()
      : ToolTree({"tools/mutants", "tools/set_up.sh", "tools/mutants.d/switch", "tools/mutants.d/switch.h"},
                 kCompiler) {
    folder_.write("values/number.cpp", kSource);
    folder_.write("values/number_test.cpp", kTest);
  }

  // Changes the tool in this test's tree.
  void change_tool(const std::string& text, const std::string& with) {
    std::string tool = read_file(folder_.path() / "tools/mutants");
    ASSERT_NE(tool.find(text), std::string::npos) << text;
    tool.replace(tool.find(text), text.size(), with);
    folder_.write("tools/mutants", tool);
  }
  // Returns the mutant that mutants --tenth selects, which no test notices.
  std::string one_of_ten(const std::string& commit) {
    EXPECT_EQ(mutants({"--tenth", commit}), 1) << err_;
    EXPECT_THAT(out_, HasSubstr("mutants: 1 of 10, 0 killed, 1 survived"));
    const std::size_t begin = out_.find("nothing noticed ");
    return begin == std::string::npos ? "" : out_.substr(begin);
  }
  std::string new_commit() {
    git({"commit", "--quiet", "--allow-empty", "--message", "A commit"});
    Command command("/usr/bin/git", {"rev-parse", "HEAD"}, folder_.path());
    EXPECT_EQ(command.wait(), 0) << command.err();
    return command.out().substr(0, 40);
  }

  void list(const std::string& mutants) { folder_.write("tools/mutants.d/values.txt", mutants); }
  int mutants(std::vector<std::string> arguments) { return run("mutants", std::move(arguments)); }
};

TEST_F(Mutants, AreKilledByATestThatNoticesThemInWhateverFormTheyAre) {
  list(mutant("comparison", "n < 5", "n < 4") + mutant("constant", "constexpr int kLimit = 7;", "8") +
       mutant("call", "++calls_seen;", ""));
  EXPECT_EQ(mutants({}), 0) << out_ << err_;
  for (const std::string name : {"comparison", "constant", "call"}) {
    EXPECT_THAT(out_, ContainsRegex("killed +[0-9.]+ s  " + name + "\n"));
  }
  EXPECT_THAT(out_, HasSubstr("mutants: 3 of 3, 3 killed, 0 survived (0 with a reason), 0 hung, in "));
  // The original tree is unchanged.
  EXPECT_EQ(read_file(folder_.path() / "values/number.cpp"), kSource);
}

TEST_F(Mutants, ThatNothingNoticesAreNamedAndThoseWhoseReasonToSurviveIsNone) {
  list(mutant("comparison", "n < 5", "n < 4") +
       mutant("constant", "constexpr int kLimit = 7;", "8", "  survives  nobody asks for it\n") +
       mutant("one-call", "note();", "", "  after int calls() {\n"));
  EXPECT_EQ(mutants({"comparison", "one-call"}), 1) << out_ << err_;
  EXPECT_THAT(out_, AllOf(ContainsRegex("killed +[0-9.]+ s  comparison\n"),
                          ContainsRegex("survived +[0-9.]+ s  one-call  .values/number.cpp:10: note\\(\\); -> "),
                          HasSubstr("mutants: 2 of 3, 1 killed, 1 survived (0 with a reason), 0 hung, in "),
                          HasSubstr("mutants: nothing noticed one-call\n")));
  EXPECT_EQ(mutants({"comparison", "constant"}), 1) << out_ << err_;
  EXPECT_THAT(out_, AllOf(ContainsRegex("noticed +[0-9.]+ s  constant\n +nobody asks for it\n"),
                          HasSubstr("mutants: 2 of 3, 2 killed, 0 survived (0 with a reason), 0 hung, in "),
                          HasSubstr("mutants: a test noticed, so that there is no reason to survive: constant\n")));
}

TEST_F(Mutants, MaySurviveForAReasonButNoMoreThanTwoInAHundred) {
  const std::string reasoned =
      mutant("one-call", "note();", "", "  after int calls() {\n  survives  a call is as good as two\n");
  list(mutant("comparison", "n < 5", "n < 4") + reasoned);
  EXPECT_EQ(mutants({"one-call"}), 1);
  EXPECT_THAT(out_, AllOf(HasSubstr("a call is as good as two\n"),
                          HasSubstr("mutants: 1 have a reason to survive; at most two in a hundred may\n")));
  std::string source = kSource;
  std::string many = reasoned;
  for (int i = 100; i < 149; ++i) {
    source += "int other" + std::to_string(i) + "() { return " + std::to_string(i) + "; }\n";
    many += mutant("other-" + std::to_string(i), "return " + std::to_string(i) + ";", "return 1;");
  }
  folder_.write("values/number.cpp", source);
  list(many);
  EXPECT_EQ(mutants({"one-call"}), 0) << out_ << err_;
  EXPECT_THAT(out_, HasSubstr("mutants: 1 of 50, 0 killed, 1 survived (1 with a reason), 0 hung, in "));
}

TEST_F(Mutants, ThatHangAreNotKilledUnlessTheListSaysWhyTheyMust) {
  change_tool("\nlongest=60\n", "\nlongest=1\n");
  const std::string hangs = mutant("comparison", "n < 5", "n < 3");
  list(hangs);
  EXPECT_EQ(mutants({}), 1) << out_ << err_;
  EXPECT_THAT(out_, AllOf(ContainsRegex("hung +[0-9.]+ s  comparison  .after 1 s"),
                          HasSubstr("mutants: 1 of 1, 0 killed, 0 survived (0 with a reason), 1 hung, in "),
                          HasSubstr("mutants: no test told of, and none of them says why it 'hangs': comparison\n")));
  list(hangs.substr(0, hangs.size() - 1) + "  hangs  it waits for a number\n");
  EXPECT_EQ(mutants({}), 0) << out_ << err_;
  EXPECT_THAT(out_,
              AllOf(ContainsRegex("killed +[0-9.]+ s  comparison  .after 1 s"), HasSubstr("it waits for a number\n"),
                    HasSubstr("mutants: 1 of 1, 1 killed, 0 survived (0 with a reason), 0 hung, in ")));
}

TEST_F(Mutants, AreATenthChosenByTheCommit) {
  std::string source = kSource;
  std::string many;
  for (int i = 100; i < 110; ++i) {
    source += "int other" + std::to_string(i) + "() { return " + std::to_string(i) + "; }\n";
    many += mutant("other-" + std::to_string(i), "return " + std::to_string(i) + ";", "return 1;");
  }
  folder_.write("values/number.cpp", source);
  list(many);
  git({"add", "--all"});
  const std::string first = new_commit();
  const std::string chosen = one_of_ten(first);
  std::string other = chosen;
  for (int commits = 0; commits < 20 && other == chosen; ++commits) {
    git({"commit", "--quiet", "--amend", "--message", "Commit " + std::to_string(commits)});
    other = one_of_ten("HEAD");
  }
  EXPECT_NE(other, chosen);
  EXPECT_EQ(one_of_ten(first), chosen);
}

TEST_F(Mutants, AreNotTriedWhereTheListDoesNotFitTheTree) {
  list(mutant("gone", "n < 6", "n < 4") + mutant("twice", "note();", "") + mutant("same", "n < 5", "n < 5"));
  EXPECT_EQ(mutants({}), 3);
  EXPECT_THAT(err_, AllOf(HasSubstr("values.txt:1: gone: its text stands 0 times in values/number.cpp\n"),
                          HasSubstr("twice: its text stands 2 times in values/number.cpp\n"),
                          HasSubstr("same: it changes nothing\n")));
  list("half\n  in    values/number.cpp\n  text  n < 5\n");
  EXPECT_EQ(mutants({}), 3);
  EXPECT_THAT(err_, AllOf(HasSubstr("half: it lacks 'with'"), HasSubstr("half: it lacks 'test'")));
  list("");
  EXPECT_EQ(mutants({}), 3);
  EXPECT_EQ(err_, "mutants: there are none in tools/mutants.d\n");
}

TEST_F(Mutants, SayNothingWhereATestIsMissingOrFailsWithoutThem) {
  list(mutant_of("Nothing.*"));
  EXPECT_EQ(mutants({}), 3);
  EXPECT_THAT(err_, HasSubstr("mutants: values_test has no test Nothing.*\n"));
  list(mutant("comparison", "n < 5", "n < 4"));
  std::string broken = kSource;
  broken.replace(broken.find("= 7"), 3, "= 9");
  folder_.write("values/number.cpp", broken);
  EXPECT_EQ(mutants({}), 3);
  EXPECT_THAT(err_, HasSubstr("mutants: without a mutant values_test Number.* ended with 1\n"));
  EXPECT_THAT(out_, Not(HasSubstr("killed")));
}

TEST_F(Mutants, AreOfTestsThatAreNamedFewAndQuick) {
  list(mutant_of("*"));
  EXPECT_EQ(mutants({}), 3);
  EXPECT_THAT(err_, HasSubstr("comparison: 'test' names no test\n"));
  list(mutant_of("Many.*"));
  EXPECT_EQ(mutants({}), 3);
  EXPECT_THAT(err_, HasSubstr("mutants: values_test has 62 tests Many.*; name at most 60 that should notice\n"));
  // With a negative limit every test takes too long.
  change_tool("\nlongest_without=20\n", "\nlongest_without=-1\n");
  list(mutant_of("Number.*"));
  EXPECT_EQ(mutants({}), 3);
  EXPECT_THAT(err_, ContainsRegex("without a mutant values_test Number.. takes [0-9.]+ s; at most -1\n"));
  EXPECT_THAT(out_, Not(HasSubstr("killed")));
}

TEST_F(Mutants, RefuseArgumentsThatTheyDoNotKnow) {
  list(mutant("comparison", "n < 5", "n < 4"));
  for (const std::vector<std::string>& arguments : std::vector<std::vector<std::string>>{{"--all"},
                                                                                         {"no-such-mutant"},
                                                                                         {"--tenth", "HEAD", "HEAD"},
                                                                                         {"--tenth", "no-such-commit"},
                                                                                         {"--list", "x"}}) {
    EXPECT_EQ(mutants(arguments), 2) << arguments.back();
    EXPECT_THAT(err_, HasSubstr("usage: tools/mutants ")) << arguments.back();
    EXPECT_EQ(out_, "") << arguments.back();
  }
}

TEST(MutantsOfThisTree, FitItAndAreMany) {
  const Folder folder;
  Command command(DIALTONE_SOURCE_DIR "/tools/mutants", {"--list"}, folder.path());
  EXPECT_EQ(command.wait(), 0) << command.err();
  // Four lines per mutant.
  EXPECT_GE(line_count(command.out()), 4U * 150U);
}

}  // namespace
}  // namespace dialtone
