import AwsS3 from '@uppy/aws-s3';
import Uppy from '@uppy/core';

// Uppy as its documentation shows it. Only the endpoint is set.

globalThis.uploadChosen = async (companionEndpoint) => {
  const uppy = new Uppy().use(AwsS3, { companionEndpoint });
  const [file] = document.querySelector('input').files;
  uppy.addFile({ name: file.name, type: file.type, data: file });
  const { successful, failed } = await uppy.upload();
  return {
    uploaded: successful.map(({ response }) => response.body.key),
    failed: failed.map(({ error }) => error),
  };
};
