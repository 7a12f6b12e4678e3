# shellcheck shell=bash disable=SC2154
# Sourced by up.sh: prints ceph.conf for $dir, $fsid, $mon_port, $port, $listen, $capacity in bytes, and the settings in the
# array $settings.
# One mon, one OSD in memory, one radosgw, all on loopback and without Ceph's own authentication.
ceph_conf() {
  cat <<CONF
[global]
fsid = $fsid
mon_host = v1:127.0.0.1:$mon_port
mon_initial_members = a
public_addr = 127.0.0.1
cluster_addr = 127.0.0.1
public_network = 127.0.0.0/8
ms_bind_ipv4 = true
ms_bind_ipv6 = false
ms_bind_msgr2 = false
ms_mon_client_mode = crc
auth_cluster_required = none
auth_service_required = none
auth_client_required = none
auth_allow_insecure_global_id_reclaim = true
run_dir = $dir/run
admin_socket =
pid_file =
log_file = $dir/log/\$name.log
log_to_stderr = false
err_to_stderr = false
crash_dir = $dir/crash
osd_pool_default_size = 1
osd_pool_default_min_size = 1
osd_pool_default_pg_num = 1
osd_pool_default_pg_autoscale_mode = off
osd_crush_chooseleaf_type = 0
mon_allow_pool_size_one = true
mon_max_pg_per_osd = 2000
mon_osd_min_in_ratio = 0

[mon]
mon_data = $dir/mon
mon_cluster_log_file = $dir/log/cluster.log
mon_data_avail_crit = 1
mon_data_avail_warn = 2
# A single mon elects itself: no waiting.
paxos_propose_interval = 0.05
mon_tick_interval = 1

[osd]
osd_data = $dir/osd
osd_objectstore = memstore
# Debian's default is relative, good only where the working directory is /.
osd_class_dir = $class_dir
# Without authentication the OSD's first command can be quicker than its map of mons ("wrong fsid"): up.sh places it.
osd_class_update_on_start = false
osd_crush_update_on_start = false
memstore_device_bytes = $capacity
osd_max_object_size = 134217728
osd_memory_target = 939524096

[client.rgw]
rgw_data = $dir/rgw
rgw_frontends = beast$(printf ' endpoint=%s' "${listen[@]/%/:$port}")
rgw_thread_pool_size = 16
rgw_enable_apis = s3, sts, iam, admin
rgw_s3_auth_use_sts = true
rgw_sts_key = abcdefghijklmnop
rgw_verify_ssl = false
rgw_rados_pool_pg_num_min = 1
rgw_override_bucket_index_max_shards = 1
rgw_enable_usage_log = false
rgw_enable_gc_threads = false
rgw_enable_lc_threads = false
rgw_dynamic_resharding = false
rgw_run_sync_thread = false
rgw_crypt_require_ssl = false
rgw_crypt_s3_kms_backend = testing
rgw_crypt_s3_kms_encryption_keys = testkey-1=YmluCmJvb3N0CmJvb3N0LWJ1aWxkCmNlcGguY29uZgo=
$(printf '%s\n' "${settings[@]}")
CONF
}
