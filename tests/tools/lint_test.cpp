// tools/lint in a small separate tree: what it refuses, what it finds, and what it tidies.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "tests/tools/command.h"
#include "tests/tools/tool_tree.h"

namespace dialtone {
namespace {

using testing::HasSubstr;
using testing::Not;

namespace fs = std::filesystem;

// A stand-in for cmake that tells how each source is compiled: two of them together if requested.
constexpr char kCmake[] = R"(#!/bin/sh
mkdir -p build/lint/together
together=$PWD/build/lint/together/values_0.cpp
printf '#include "%s"\n' values/number.cpp values/user.cpp >"$together"
case "$*" in *DIALTONE_UNITY=all) file=$together ;; *) file=$PWD/values/number.cpp ;; esac
cat >build/lint/compile_commands.json <<END
[{
  "directory": "$PWD",
  "command": "clang++-19 -std=c++20 -I$PWD -c $file",
  "file": "$file"
}]
END
)";

// A clone of one commit: two sources that include a header, and one that does not. No packages are needed, and cmake is
// a stand-in.
class Lint : public ToolTree {
 protected:
  Lint() : ToolTree({"tools/lint", "tools/set_up.sh", "tests/.clang-tidy", ".clang-format", ".clang-tidy"}, kCmake) {
    folder_.write("values/number.h", "// A number.\n#pragma once\n\nint number();\n");
    folder_.write("values/number.cpp", "#include \"values/number.h\"\n\nint number() { return 1; }\n");
    folder_.write("values/user.cpp", "#include \"values/number.h\"\n\nint twice() { return 2 * number(); }\n");
    folder_.write("values/other.cpp", "int other() { return 3; }\n");
    commit();
  }

  void commit() {
    git({"add", "--all"});
    git({"commit", "--quiet", "--message", "A commit"});
  }
  int lint(std::vector<std::string> arguments) { return run("lint", std::move(arguments)); }
};

TEST_F(Lint, RefusesArgumentsThatItDoesNotKnow) {
  for (const std::vector<std::string>& arguments : std::vector<std::vector<std::string>>{
           {"values"}, {"--all"}, {"--changed", "HEAD", "values"}, {"--changed", "no-such-commit"}}) {
    EXPECT_EQ(lint(arguments), 2) << arguments.back();
    EXPECT_THAT(err_, HasSubstr("usage: tools/lint [--changed [COMMIT]]\n")) << arguments.back();
    EXPECT_EQ(out_, "") << arguments.back();
  }
}

TEST_F(Lint, EndsWithZeroWhereNothingIsFound) {
  EXPECT_EQ(lint({}), 0) << out_ << err_;
  EXPECT_THAT(out_, HasSubstr("lint: 0 findings; the format of 4 files, 3 of 3 sources tidied, in "));
  EXPECT_EQ(line_count(out_), 1U) << out_;
}

TEST_F(Lint, TellsAnIllFormattedFileAndOnceAWrongNameThatTwoSourcesSee) {
  folder_.write("values/number.h", "// A number.\n#pragma once\n\nint Number();\nint number();\n");
  folder_.write("values/other.cpp", "int  other() { return 3; }\n");
  EXPECT_EQ(lint({}), 1) << err_;
  EXPECT_THAT(out_, HasSubstr("values/number.h:4:5: warning: invalid case style for function 'Number' "
                              "[readability-identifier-naming]\n"));
  EXPECT_THAT(out_, HasSubstr("values/other.cpp:1:4: error: code should be clang-formatted"));
  EXPECT_EQ(line_count(out_), 3U) << out_;
}

TEST_F(Lint, TellsASourceThatDoesNotCompile) {
  folder_.write("values/other.cpp", "int other() { return three; }\n");
  EXPECT_EQ(lint({}), 1) << err_;
  EXPECT_THAT(out_, HasSubstr("values/other.cpp:1:22: error: use of undeclared identifier 'three'"));
}

TEST_F(Lint, TidiesSinceACommitOnlyWhatChangedAndWhatIncludesThat) {
  folder_.write("values/other.cpp", "int Other() { return 3; }\n");
  commit();
  folder_.write("values/number.h", "// A number.\n#pragma once\n\n#define one 1\n\nint number();\n");
  EXPECT_EQ(lint({"--changed", "HEAD"}), 1) << err_;
  EXPECT_THAT(out_, HasSubstr("values/number.h:4:9: warning: invalid case style for macro definition 'one'"));
  EXPECT_THAT(out_, Not(HasSubstr("Other")));
  EXPECT_THAT(out_, HasSubstr(", 2 of 3 sources tidied (changed since "));
}

TEST_F(Lint, TidiesWhatTheLastCommitsChangedWhereThereIsNoOrigin) {
  folder_.write("values/other.cpp", "int Other() { return 3; }\n");
  commit();
  EXPECT_EQ(lint({"--changed"}), 1) << err_;
  EXPECT_THAT(out_, HasSubstr("values/other.cpp:1:5: warning: invalid case style for function 'Other'"));
  EXPECT_THAT(out_, HasSubstr(", 1 of 3 sources tidied (changed since "));
}

TEST_F(Lint, SaysThatItCannotTellWhatChangedInACloneWithoutEarlierCommits) {
  EXPECT_EQ(lint({"--changed"}), 3);
  EXPECT_THAT(err_, HasSubstr("lint: this clone has no commit before HEAD"));
  EXPECT_EQ(out_, "");
}

TEST_F(Lint, TakesAToolThatDiesForNoCleanTree) {
  for (const std::string name : {"clang-format-19", "clang-tidy-19"}) {
    stand_in(name, "#!/bin/sh\n[ \"$1\" = --verify-config ] || kill -KILL $$\n");
    EXPECT_EQ(lint({}), 3) << name << out_;
    EXPECT_THAT(err_, HasSubstr("lint: " + name.substr(0, name.rfind('-')) + " ended with ")) << err_;
    fs::remove(folder_.path() / "bin" / name);
  }
}

}  // namespace
}  // namespace dialtone
