#include "tests/tools/tool_tree.h"

#include <filesystem>

#include "tests/build_paths.h"
#include "tests/tools/command.h"

namespace dialtone {

namespace fs = std::filesystem;

ToolTree::ToolTree(std::initializer_list<std::string> files, const std::string& cmake) {
  for (const std::string& file : files) {
    const fs::path to = folder_.path() / file;
    fs::create_directories(to.parent_path());
    fs::copy_file(fs::path(DIALTONE_SOURCE_DIR) / file, to);
  }
  for (const std::string name : {"values", "bin"}) fs::create_directories(folder_.path() / name);
  folder_.write(".gitignore", "build/\n");
  folder_.write("tools/packages", "");
  stand_in("cmake", cmake);
  git({"init", "--quiet"});
}

void ToolTree::stand_in(const std::string& name, const std::string& script) {
  folder_.write("bin/" + name, script);
  fs::permissions(folder_.path() / "bin" / name, fs::perms::owner_all);
}

void ToolTree::git(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), {"-c", "user.name=test", "-c", "user.email=test@example.com"});
  Command command("/usr/bin/git", std::move(arguments), folder_.path(), "",
                  {"GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1"});
  ASSERT_EQ(command.wait(), 0) << command.err();
}

int ToolTree::run(const std::string& name, std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(),
                   {"PATH=" + folder_.file("bin") + ":/usr/bin:/bin", folder_.file("tools/" + name)});
  Command command("/usr/bin/env", std::move(arguments), folder_.path());
  const int code = command.wait();
  out_ = command.out();
  err_ = command.err();
  return code;
}

}  // namespace dialtone
