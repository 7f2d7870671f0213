// A small separate tree in which one of our tools runs, with stand-ins for other programs.
#pragma once

#include <gtest/gtest.h>

#include <initializer_list>
#include <string>
#include <vector>

#include "tests/tools/folder.h"

namespace dialtone {

class ToolTree : public testing::Test {
 protected:
  // Makes a git repository without a commit that has copies of `files`, an empty list of packages and, in bin/, a
  // stand-in for cmake. build/ is ignored.
  ToolTree(std::initializer_list<std::string> files, const std::string& cmake);

  // Puts a program into bin/, which comes first in PATH.
  void stand_in(const std::string& name, const std::string& script);
  void git(std::vector<std::string> arguments);
  // Runs tools/NAME; returns the exit code. The tool's output is in `out_` and `err_`.
  int run(const std::string& name, std::vector<std::string> arguments);

  const Folder folder_;
  std::string out_;
  std::string err_;
};

}  // namespace dialtone
