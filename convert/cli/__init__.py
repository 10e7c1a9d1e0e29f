"""The commands of `reissue`: one module each, with `run(arguments, talk) -> exit code`."""
