/** What any child process that runs on the same Node needs of this one's environment; no setting and no secret in it. */
export function runtimeEnvironment(): Record<string, string> {
  const { PATH, LD_LIBRARY_PATH } = process.env;
  return {
    ...(PATH === undefined ? {} : { PATH }),
    ...(LD_LIBRARY_PATH === undefined ? {} : { LD_LIBRARY_PATH }),
  };
}
