/**
 * Returns an in-toto statement of how artefacts were built: SLSA provenance 1.0. It has level 1 if nothing signs it.
 *
 * @param subjects name and digest of each artefact, such as `sha256:…`
 * @param build the repository's URL, the commit, and the times at which the build began and ended
 */
export const provenanceOf = (subjects, { repository, commit, started, finished }) => ({
  _type: 'https://in-toto.io/Statement/v1',
  subject: subjects.map(({ name, digest }) => ({ name, digest: { sha256: digest.replace('sha256:', '') } })),
  predicateType: 'https://slsa.dev/provenance/v1',
  predicate: {
    buildDefinition: {
      buildType: `${repository}/blob/${commit}/docs/release.md`,
      externalParameters: { source: `git+${repository}@${commit}` },
      resolvedDependencies: [{ uri: `git+${repository}`, digest: { gitCommit: commit } }],
    },
    runDetails: {
      builder: { id: `${repository}/blob/${commit}/scripts/release.mjs` },
      metadata: { startedOn: started, finishedOn: finished },
    },
  },
});
