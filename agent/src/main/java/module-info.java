/** The Java agent: weaves classes while they load. */
module dev.weft.agent {
  requires transitive java.instrument;
  requires dev.weft.transformer;
  requires net.bytebuddy.agent;
  requires static jdk.attach;
  requires static org.jspecify;

  exports dev.weft.agent;
}
