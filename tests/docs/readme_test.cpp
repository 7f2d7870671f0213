// Checks the README's examples: its commands run, its sample is the real output, and its scenario passes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <regex>
#include <set>

#include "tests/build_paths.h"
#include "tests/docs/document.h"
#include "tests/tools/command.h"
#include "tests/tools/folder.h"

namespace dialtone {
namespace {

using testing::HasSubstr;

namespace fs = std::filesystem;

const fs::path kReadme = fs::path(DIALTONE_SOURCE_DIR) / "README.md";

// A folder in which `scenarios/` is the tree's, as in the README reader's working directory.
class Readme : public testing::Test {
 protected:
  Readme() { fs::create_directory_symlink(fs::path(DIALTONE_SOURCE_DIR) / "scenarios", folder_.path() / "scenarios"); }

  // Returns the only block that contains `part`; fails if there is none or more than one.
  std::string block_with(const std::string& part) const {
    std::string found;
    for (const FencedBlock& block : blocks_) {
      if (block.text.find(part) == std::string::npos) continue;
      EXPECT_EQ(found, "") << "README.md:" << block.line << ": a second block with " << part;
      found = block.text;
    }
    EXPECT_NE(found, "") << "no block with " << part;
    return found;
  }
  // Runs a command that must end with 0; returns its output.
  std::string run(const std::vector<std::string>& words) const {
    Command command(words.front(), {words.begin() + 1, words.end()}, folder_.path());
    EXPECT_EQ(command.wait(), 0) << command.out() << command.err();
    return command.out() + command.err();
  }

  const Folder folder_;
  const std::string text_ = read_file(kReadme);
  const std::vector<FencedBlock> blocks_ = fenced_blocks(kReadme);
};

// Replaces the times of the machine, in which no two runs agree.
std::string masked(const std::string& text) {
  const std::string timeless = std::regex_replace(text, std::regex("simulated in [^,]+"), "simulated in TIME");
  return std::regex_replace(timeless, std::regex("runs/[0-9]{8}T[0-9]{6}Z-"), "runs/MOMENT-");
}

// 10, Done means
TEST_F(Readme, ShowsWhatTheFirstRunPrints) {
  // tools/run without arguments runs this command.
  const std::string printed = run({"dialtone", "run", "scenarios/catalog/first-light.yaml"});
  EXPECT_EQ(masked(block_with("first-light: passed")), masked(printed));
}

// 10, Done means
TEST_F(Readme, ShowsAScenarioThatHolds) {
  folder_.write("blackout.yaml", block_with("scenario: blackout"));
  run({"dialtone", "validate", "blackout.yaml"});
  run({"dialtone", "run", "blackout.yaml", "--out", "out"});
}

// 10, Done means
TEST_F(Readme, NamesEachScenarioOfTheCatalogAndNoOther) {
  std::set<std::string> stories;
  for (const auto& entry : fs::directory_iterator(folder_.path() / "scenarios" / "catalog")) {
    if (entry.path().extension() == ".yaml") stories.insert(entry.path().stem());
  }
  const std::size_t begin = text_.find("| first-light |");
  ASSERT_NE(begin, std::string::npos);
  std::set<std::string> named;
  for (const std::string& row : lines_of(text_.substr(begin, text_.find("\n\n", begin) - begin))) {
    for (std::string name : words_of(row.substr(2, row.find(" |", 2) - 2))) {
      if (name.ends_with(',')) name.pop_back();
      EXPECT_TRUE(named.insert(name).second) << name << " stands twice";
    }
  }
  EXPECT_EQ(named, stories);
}

// 10, Done means
TEST_F(Readme, NamesOptionsThatThereAre) {
  std::string known = "--quick --help --version";  // the first is an option of tools/test
  for (const char* program : {"dialtone", "prov_server", "call_agent_sim", "device_sim"}) {
    known += run({program, "--help"});
    run({program, "--version"});
  }
  const std::regex option("`(?:[^`\n]* )?(--[a-z][a-z-]*)[^`\n]*`");
  int seen = 0;
  for (std::sregex_iterator each(text_.begin(), text_.end(), option); each != std::sregex_iterator(); ++each, ++seen) {
    EXPECT_NE(known.find((*each)[1].str()), std::string::npos) << each->str();
  }
  EXPECT_GE(seen, 10);
}

// 10, Done means
TEST_F(Readme, TellsOfOptionsThatGoTogether) {
  run({"dialtone", "run", "scenarios/catalog/first-light.yaml", "--world", "virtual", "--seed", "7", "--set",
       "fleet.homes.count=500", "--out", "one", "--time-limit", "5m", "--verify", "--quiet"});
  run({"dialtone", "suite", "scenarios/catalog/first-light.yaml", "scenarios/catalog/answers-swapped.yaml", "--jobs",
       "2", "--include", "*l*", "--exclude", "answers-*", "--junit-xml", "results.xml", "--out", "several"});
  EXPECT_THAT(read_file(folder_.file("results.xml")), HasSubstr("first-light"));
  for (const char* file : {"plan.yaml", "events.jsonl", "summary.json", "junit.xml"}) {
    EXPECT_TRUE(fs::exists(folder_.path() / "one" / file)) << file;
  }
  Command quirk("dialtone",
                {"run", "scenarios/catalog/answers-swapped.yaml", "--quiet", "--set",
                 "fleet.homes.quirks=trusts-any-mac", "--out", "quirk"},
                folder_.path());
  EXPECT_EQ(quirk.wait(), 1) << "a scenario fails under the fault of devices that it guards against";
  EXPECT_THAT(text_, HasSubstr("--set fleet.homes.quirks=trusts-any-mac"));
}

// Runs the commands of "The parties by themselves" in order, on free ports.
class PartiesOfTheReadme : public Readme {
 protected:
  PartiesOfTheReadme() {
    for (const std::string& line : lines_of(block_with("prov_server serve"))) commands_.push_back(words_of(line));
  }

  // Returns the command that begins with `start`, with each `from` replaced by `to`.
  std::vector<std::string> command(const std::string& start, const std::string& from = "",
                                   const std::string& to = "") const {
    for (std::vector<std::string> words : commands_) {
      std::string line;
      for (const std::string& word : words) line += word + " ";
      if (!line.starts_with(start)) continue;
      for (std::string& word : words) {
        const std::size_t at = from.empty() ? std::string::npos : word.find(from);
        if (at != std::string::npos) word.replace(at, from.size(), to);
      }
      return words;
    }
    ADD_FAILURE() << "the README has no command " << start;
    return {"dialtone"};
  }
  void make_database(const std::string& call_agent) const {
    run(command("prov_server subscribers generate", "127.0.0.1:5060", call_agent));
    run(command("prov_server subscribers import"));
  }
  // Starts a server; its destructor ends it.
  std::unique_ptr<Command> serve(std::vector<std::string> words, const std::string& option) const {
    words.insert(words.end(), {option, "127.0.0.1:0"});
    return std::make_unique<Command>(words.front(), std::vector<std::string>(words.begin() + 1, words.end()),
                                     folder_.path());
  }

  std::vector<std::vector<std::string>> commands_;
};

// 10, Done means
TEST_F(PartiesOfTheReadme, TakeAThousandDevicesFromPowerOnToRegistered) {
  EXPECT_EQ(commands_.size(), 5U) << "a command that nobody runs";
  // Made once with a wrong port, because the call agent's port is known only when it serves.
  make_database("127.0.0.1:1");
  const auto call_agent = serve(command("call_agent_sim serve"), "--sip");
  make_database(call_agent->wait_for_line("listening sip-udp "));
  const auto prov_server = serve(command("prov_server serve"), "--listen");
  const std::string http = prov_server->wait_for_line("listening http ");
  const std::vector<std::string> words = command("device_sim", "127.0.0.1:8080", http);
  Command devices(words.front(), {words.begin() + 1, words.end()}, folder_.path());
  EXPECT_TRUE(ended_well(devices));
  EXPECT_THAT(devices.out(), HasSubstr("1000 of 1000 devices registered"));
}

}  // namespace
}  // namespace dialtone
