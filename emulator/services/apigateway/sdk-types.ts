import type * as sdk from '@aws-sdk/client-api-gateway'

type SdkType = sdk.SdkType & { readonly id: string }

const property = (name: string, friendlyName: string, description: string, defaultValue?: string): sdk.SdkConfigurationProperty => ({
  name,
  friendlyName,
  description,
  required: defaultValue === undefined,
  ...(defaultValue === undefined ? {} : { defaultValue }),
})
const CLASS_PREFIX = property('classPrefix', 'Prefix', 'The prefix of the classes of the SDK')

/** The types of SDK that AWS offers. Ids and the names of their properties are AWS's; the descriptions are ours. */
export const SDK_TYPES: readonly SdkType[] = [
  {
    id: 'android',
    friendlyName: 'Android',
    description: 'Generates an SDK for Android',
    configurationProperties: [
      property('groupId', 'Group ID', 'The group of the Maven artifact'),
      property('invokerPackage', 'Invoker package', 'The package of the SDK'),
      property('artifactId', 'Artifact ID', 'The name of the Maven artifact'),
      property('artifactVersion', 'Artifact version', 'The version of the Maven artifact'),
    ],
  },
  {
    id: 'java',
    friendlyName: 'Java SDK',
    description: 'Generates an SDK for Java',
    configurationProperties: [
      property('service.name', 'Service Name', 'The name of the Java interface of the API'),
      property('java.package-name', 'Java Package Name', 'The package of the SDK'),
      property('java.build-system', 'Java Build System', 'The build system that the SDK is made for', 'maven'),
      property('java.group-id', 'Java Group Id', 'The group of the artifact', ''),
      property('java.artifact-id', 'Java Artifact Id', 'The name of the artifact', ''),
      property('java.artifact-version', 'Java Artifact Version', 'The version of the artifact', '1.0-SNAPSHOT'),
    ],
  },
  { id: 'javascript', friendlyName: 'JavaScript', description: 'Generates an SDK for JavaScript', configurationProperties: [] },
  {
    id: 'objectivec',
    friendlyName: 'iOS (Objective-C)',
    description: 'Generates an SDK for iOS in Objective-C',
    configurationProperties: [CLASS_PREFIX],
  },
  {
    id: 'ruby',
    friendlyName: 'Ruby',
    description: 'Generates an SDK for Ruby',
    configurationProperties: [
      property('service.name', 'Service Name', 'The name of the Ruby module of the API'),
      property('ruby.gem-name', 'Ruby Gem Name', 'The name of the gem', ''),
      property('ruby.gem-version', 'Ruby Gem Version', 'The version of the gem', '1.0.0'),
    ],
  },
  {
    id: 'swift',
    friendlyName: 'iOS (Swift)',
    description: 'Generates an SDK for iOS in Swift',
    configurationProperties: [CLASS_PREFIX],
  },
]
