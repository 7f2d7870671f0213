// A small tree of its own in which one of our tools runs, with stand-ins for other programs.
#pragma once

#include <gtest/gtest.h>

#include <initializer_list>
#include <string>
#include <vector>

#include "tests/tools/folder.h"

namespace dialtone {

class ToolTree : public testing::Test {
 protected:
  // A git repository without a commit that has copies of those of our files, a list of no packages and, in bin/, a
  // stand-in for cmake. build/ is ignored.
  ToolTree(std::initializer_list<std::string> files, const std::string& cmake);

  // Puts a program into bin/, which comes before the system's.
  void stand_in(const std::string& name, const std::string& script);
  void git(std::vector<std::string> arguments);
  // The exit code of tools/NAME; what the tool printed is in `out_` and `err_`.
  int run(const std::string& name, std::vector<std::string> arguments);

  const Folder folder_;
  std::string out_;
  std::string err_;
};

}  // namespace dialtone
