"""The shell's maps: `plain` stands without a language, `public` under one."""
